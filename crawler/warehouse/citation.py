"""Citations: which capture holds an article's text, its hash, and words for a footnote."""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from crawler.article import url_key
from crawler.article.time_zone import HANOI
from crawler.outlets import BadAddress, identify, normal_url
from crawler.warehouse.takedown.takedowns import read_takedowns


class NoSuchArticle(LookupError):
    """Neither the tables nor the takedowns know the article; the message says what to do."""


@dataclass(frozen=True)
class Citation:
    """One text of one article with its evidence; for an article removed on request only that it was, and when."""

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
    removed_at = _removed_at(conn, article, key)
    if removed_at is None:
        subject = f"revision {revision} of {article}" if revision else article
        raise NoSuchArticle(
            f"{subject}: not in the tables; `baotinh identify` says whose it is, `load` brings what was crawled"
        )
    when = _local_time(removed_at)
    words = f"Article {key} was removed from this archive on request on {when[:10]}; its text is not kept."
    return Citation(key, words, removed_on_request_at=when)


def _article_id(conn: psycopg.Connection, article: str) -> int:
    if article.isdigit():
        return int(article)
    row = conn.execute(
        "SELECT article_id FROM news.article_url WHERE url_key = %s", [url_key(normal_url(article))]
    ).fetchone()
    if row:
        return int(row[0])
    identity = identify(article)
    if identity is None:
        raise BadAddress(f"{article}: neither an article's address nor an article_id")
    return identity.article_id


def _removed_at(conn: psycopg.Connection, article: str, key: int) -> datetime | None:
    """Return when the article, an address of it or its paper was first taken down; None if none of them is."""
    addresses = conn.execute("SELECT url_key, outlet_key FROM ops.url WHERE article_id = %s", [key]).fetchall()
    if not article.isdigit() and (identity := identify(article)):
        addresses.append((url_key(normal_url(article)), identity.outlet))
    takedowns = read_takedowns(conn)
    matches = [m for address, outlet in addresses or [(0, "")] if (m := takedowns.match(address, key, outlet))]
    dates = [
        conn.execute("SELECT at FROM ops.suppression WHERE (scope, key_hash) = (%s, %s)", match).fetchone()
        for match in matches
    ]
    return min((row[0] for row in dates if row), default=None)


def _citation(row: dict[str, object]) -> Citation:
    captured_at = _local_time(row["first_seen_at"])
    gone_between = (_local_time(row["after"]), _local_time(row["before"])) if row["before"] else None
    published = row["published_at"]
    day = published.astimezone(HANOI).strftime("%d/%m/%Y") if isinstance(published, datetime) else "no date"
    words = (
        f"{row['authors'] or row['outlet']}: “{row['headline'] or 'without a headline'}”, {row['outlet']}, {day}, "
        f"{row['url']}; "
        f"captured {captured_at}, WARC record urn:uuid:{row['record_id']}, text sha256 {row['text_hash']} (Báo Tỉnh)."
    )
    if gone_between:
        words += f" The paper removed it between {gone_between[0]} and {gone_between[1]}."
    return Citation(
        article_id=int(str(row["article_id"])),
        words=words,
        url=str(row["url"]),
        revision=int(str(row["revision"])),
        record_id=f"urn:uuid:{row['record_id']}",
        captured_at=captured_at,
        last_seen_at=_local_time(row["last_seen_at"]),
        text_hash=str(row["text_hash"]),
        warc_file=str(row["warc_file"]),
        warc_sha256=str(row["warc_sha256"]),
        gone_between=gone_between,
    )


def _local_time(value: object) -> str:
    """Return a time in Việt Nam as ISO 8601."""
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
