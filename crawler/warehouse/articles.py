"""The rows of articles in `news`, made from their revision histories."""

from collections.abc import Iterator
from datetime import date, datetime

import psycopg

from crawler.article import Article, url_key
from crawler.article.time_zone import HANOI
from crawler.database.merge import Row, replace_children, upsert
from crawler.outlets import BadAddress, catalogue, normal_url
from crawler.vietnamese.text import name_key
from crawler.warehouse.revision_history import RevisionHistory, Version, captions, changed_parts, revisions
from crawler.warehouse.search import write_search
from crawler.warehouse.takedown.redaction import without_persons
from crawler.warehouse.takedown.takedowns import Takedowns


def write_articles(
    conn: psycopg.Connection, histories: dict[int, RevisionHistory], build_id: int, takedowns: Takedowns
) -> None:
    """Write the rows of all articles, one merge for each table; rows that are in a table already are not written."""
    keys = [*histories]
    current = {key: without_persons(history.newest.article, takedowns) for key, history in histories.items()}
    article_rows = (article_row(key, history, build_id, takedowns) for key, history in histories.items())
    upsert(conn, "news.article_record", ["article_id"], article_rows)
    upsert(conn, "news.article_text", ["article_id"], (text_row(key, article) for key, article in current.items()))
    replace_children(
        conn,
        "news.article_revision",
        [key for key, history in histories.items() if history.first_revision == 1],
        ["article_id", "revision"],
        (row for key, history in histories.items() for row in revision_rows(key, history, takedowns)),
    )
    replace_children(
        conn,
        "news.article_image",
        keys,
        ["article_id", "seq"],
        (row for key, article in current.items() for row in image_rows(key, article)),
    )
    replace_children(
        conn,
        "news.article_byline",
        keys,
        ["article_id", "seq"],
        (row for key, article in current.items() for row in byline_rows(key, article)),
    )
    replace_children(
        conn,
        "news.article_url",
        keys,
        ["url_key"],
        (row for key, history in histories.items() for row in url_rows(key, history, takedowns)),
    )
    write_search(conn, keys)


def article_row(key: int, history: RevisionHistory, build_id: int, takedowns: Takedowns) -> Row:
    """Return the article's row in `news.article_record`; its hashes count the names that are left out."""
    printed: Article = history.newest.article
    a = without_persons(printed, takedowns)
    outlet = catalogue()[a.outlet]
    credit = a.source_credit
    return {
        "article_id": key,
        "id_space": a.id_space,
        "native_id": a.native_id,
        "outlet_key": a.outlet,
        "url": _canonical_url(history.newest, takedowns),
        "kind": a.kind,
        "language": a.language,
        "headline": a.headline,
        "kicker": a.kicker,
        "lead": a.lead,
        "byline_raw": a.byline_raw,
        "section_path": a.section,
        "tags": a.tags,
        "published_at": a.published_at,
        "published_precision": a.published_precision,
        "published_on": _day(a.published_at),
        "modified_at": a.modified_at,
        "province_code": outlet.province_code,
        "word_count": a.word_count,
        "image_count": len(a.images),
        "source_agency": credit and credit.agency,
        "source_credit": credit and credit.raw,
        "robots_meta": a.robots_meta,
        "revision_count": history.first_revision - 1 + len(revisions(history.versions)),
        "first_seen_at": history.first_seen_at,
        "extraction": extraction_of(history.newest.parser),
        "parser_build_id": build_id,
        "problem_count": history.newest.problems,
        "text_hash": printed.text_hash,
        "attr_hash": printed.attr_hash,
    }


def extraction_of(parser: str) -> str:
    """Return how a page was read, by its parser ('fck/1'): the reader for any site, a profile's, or a family's."""
    name = parser.partition("/")[0]
    return name if name in ("generic", "learned") else "family"


def text_row(key: int, article: Article) -> Row:
    """Return the article's row in `news.article_text`."""
    return {
        "article_id": key,
        "block_kinds": [block.kind for block in article.body],
        "body": [block.text for block in article.body],
    }


def image_rows(key: int, article: Article) -> Iterator[Row]:
    """Yield the rows of `news.article_image`, numbered in the order of the page."""
    for seq, image in enumerate(article.images, 1):
        yield {"article_id": key, "seq": seq, "url": image.url, "caption": image.caption, "credit": image.credit}


def byline_rows(key: int, article: Article) -> Iterator[Row]:
    """Yield the rows of `news.article_byline`, numbered in the order of the page."""
    for seq, byline in enumerate(article.bylines, 1):
        yield {
            "article_id": key,
            "seq": seq,
            "name": byline.name,
            "name_key": name_key(byline.name),
            "roles": list(byline.roles),
            "raw": byline.raw,
        }


def revision_rows(key: int, history: RevisionHistory, takedowns: Takedowns) -> Iterator[Row]:
    """Yield one row for each revision; the current one's text is not repeated: `article` and `article_text` hold it."""
    first, last = revisions(history.versions), revisions(history.versions, last=True)
    if history.first_revision > 1 and len(first) == 1:
        return  # the current revision is in the table already, and stays current
    for place, version in enumerate(first):
        a = version.article
        is_current = place == len(first) - 1
        text = {
            "headline": a.headline,
            "kicker": a.kicker,
            "lead": a.lead,
            "body": [b.text for b in a.body],
            "captions": captions(a),
            "byline_raw": without_persons(a, takedowns).byline_raw,
            # The newest declaration under this text: what the next text's is compared with.
            "modified_at": last[place].article.modified_at,
        }
        yield {
            "article_id": key,
            "revision": history.first_revision + place,
            "first_seen_at": version.fetched_at,
            "text_hash": a.text_hash,
            "changed": changed_parts(first[place - 1].article, a) if place else history.first_changed,
            "record_id": version.record_id,
            **(dict.fromkeys(text) if is_current else text),
        }


def url_rows(key: int, history: RevisionHistory, takedowns: Takedowns) -> Iterator[Row]:
    """Yield the rows of `news.article_url`: every address that a page came from, and the canonical one."""
    first_seen_at = dict(history.urls)
    for version in history.versions:
        first_seen_at.setdefault(normal_url(version.url), version.fetched_at)
    canonical_url = _canonical_url(history.newest, takedowns)
    first_seen_at.setdefault(canonical_url, history.newest.fetched_at)
    for url, at in first_seen_at.items():
        yield {
            "url_key": url_key(url),
            "url": url,
            "article_id": key,
            "first_seen_at": at,
            "is_canonical": url == canonical_url,
        }


def _canonical_url(version: Version, takedowns: Takedowns) -> str:
    """Return the address that the page gives itself, or the one it was fetched from."""
    try:
        declared = normal_url(version.article.canonical_url or version.url)
    except BadAddress:
        return normal_url(version.url)
    return normal_url(version.url) if url_key(declared) in takedowns.url else declared


def _day(moment: str | None) -> date | None:
    """Return the day in Việt Nam."""
    return datetime.fromisoformat(moment).astimezone(HANOI).date() if moment else None
