"""How to cite an article: which capture holds the text, its hash, and words for a footnote."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import dict_row

from crawler.article import url_key
from crawler.outlets import BadAddress, identify, normal_url
from crawler.warehouse.takedown.takedowns import read_takedowns

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class NoSuchArticle(LookupError):
    """Neither the tables nor the takedowns know the article; the text says what to do."""


@dataclass(frozen=True)
class Citation:
    """One text of one article with its evidence; of an article removed on request only that, and since when."""

    article_id: int
    words: str
    url: str | None = None
    revision: int | None = None
    record_id: str | None = None
    captured_at: str | None = None
    last_seen_at: str | None = None
    text_hash: str | None = None
    warc_file: str | None = None
    warc_sha256: str | None = None
    gone_between: tuple[str, str] | None = None
    removed_on_request_at: str | None = None


def cite(conn: psycopg.Connection, article: str, revision: int | None = None) -> Citation:
    """Return the citation of an article's newest text, or of the revision of that number.

    `article` is an address or an article_id. Raises NoSuchArticle, BadAddress.
    """
    key = _article_id(conn, article)
    with conn.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_CITED, {"key": key, "revision": revision}).fetchone()
    if row is not None:
        return _citation(row)
    removed = _removed_at(conn, article, key)
    if removed is None:
        what = f"revision {revision} of {article}" if revision else article
        raise NoSuchArticle(
            f"{what}: not in the tables; `baotinh identify` says whose it is, `load` brings what was crawled"
        )
    when = _moment(removed)
    words = f"Article {key} was removed from this archive on request on {when[:10]}; its text is not kept."
    return Citation(key, words, removed_on_request_at=when)


def _article_id(conn: psycopg.Connection, article: str) -> int:
    if article.isdigit():
        return int(article)
    known = conn.execute(
        "SELECT article_id FROM news.article_url WHERE url_key = %s", [url_key(normal_url(article))]
    ).fetchone()
    if known:
        return int(known[0])
    found = identify(article)
    if found is None:
        raise BadAddress(f"{article}: neither an article's address nor an article_id")
    return found.article_id


def _removed_at(conn: psycopg.Connection, article: str, key: int) -> datetime | None:
    """Return since when the article, all its addresses or its paper are taken down; None where they are not."""
    known = conn.execute("SELECT url_key, outlet_key FROM ops.url WHERE article_id = %s", [key]).fetchall()
    if not article.isdigit() and (found := identify(article)):
        known.append((url_key(normal_url(article)), found.outlet))
    down = read_takedowns(conn)
    hits = [hit for address, outlet in known or [(0, "")] if (hit := down.hit(address, key, outlet))]
    dates = [
        conn.execute("SELECT at FROM ops.suppression WHERE (scope, key_hash) = (%s, %s)", hit).fetchone()
        for hit in hits
    ]
    return min((row[0] for row in dates if row), default=None)


def _citation(row: dict[str, object]) -> Citation:
    captured = _moment(row["first_seen_at"])
    gone = (_moment(row["after"]), _moment(row["before"])) if row["before"] else None
    published = row["published_at"]
    day = published.astimezone(HANOI).strftime("%d/%m/%Y") if isinstance(published, datetime) else "no date"
    words = (
        f"{row['authors'] or row['outlet']}: “{row['headline'] or 'without a headline'}”, {row['outlet']}, {day}, "
        f"{row['url']}; "
        f"captured {captured}, WARC record urn:uuid:{row['record_id']}, text sha256 {row['text_hash']} (Báo Tỉnh)."
    )
    if gone:
        words += f" The paper removed it between {gone[0]} and {gone[1]}."
    return Citation(
        article_id=int(str(row["article_id"])),
        words=words,
        url=str(row["url"]),
        revision=int(str(row["revision"])),
        record_id=f"urn:uuid:{row['record_id']}",
        captured_at=captured,
        last_seen_at=_moment(row["last_seen_at"]),
        text_hash=str(row["text_hash"]),
        warc_file=str(row["warc_file"]),
        warc_sha256=str(row["warc_sha256"]),
        gone_between=gone,
    )


def _moment(value: object) -> str:
    assert isinstance(value, datetime)
    return value.astimezone(HANOI).isoformat(timespec="seconds")


_CITED = """
    SELECT v.article_id, v.revision, v.headline, v.first_seen_at, s.last_seen_at, v.record_id, r.text_hash, a.url,
        a.published_at, a.outlet, a.authors, w.name AS warc_file, w.sha256 AS warc_sha256, g.after, g.before
    FROM news.article_version AS v
    JOIN news.article_revision AS r USING (article_id, revision)
    JOIN news.revision_span AS s USING (article_id, revision)
    JOIN news.articles AS a USING (article_id)
    JOIN ops.capture AS c ON c.record_id = v.record_id
    JOIN ops.warc_file AS w USING (warc_id)
    LEFT JOIN news.removal AS g USING (article_id)
    WHERE v.article_id = %(key)s AND (v.is_present OR %(revision)s::int IS NOT NULL)
        AND v.revision = coalesce(%(revision)s::int, v.revision)"""
