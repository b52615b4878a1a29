"""The rows of articles in `news`, made from their chains."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg

from crawler.article import Article, url_key
from crawler.database.merge import Row, replace_children, upsert
from crawler.outlets import BadAddress, catalogue, normal_url
from crawler.vietnamese.text import name_key
from crawler.warehouse.revision_history import RevisionHistory, Version, captions, changed_parts, revisions
from crawler.warehouse.search import write_search
from crawler.warehouse.takedown.redaction import without_persons
from crawler.warehouse.takedown.takedowns import Takedowns

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def write_articles(
    conn: psycopg.Connection, chains: dict[int, RevisionHistory], build_id: int, down: Takedowns
) -> None:
    """Merge each table once; children of an article are compared row by row, so equal ones are left alone."""
    keys = [*chains]
    now = {key: without_persons(chain.last.article, down) for key, chain in chains.items()}
    upsert(conn, "news.article_record", ["article_id"], (article_row(k, c, build_id, down) for k, c in chains.items()))
    upsert(conn, "news.article_text", ["article_id"], (text_row(k, a) for k, a in now.items()))
    replace_children(
        conn,
        "news.article_revision",
        [k for k, c in chains.items() if c.since == 1],
        ["article_id", "revision"],
        (row for k, c in chains.items() for row in revision_rows(k, c, down)),
    )
    replace_children(
        conn,
        "news.article_image",
        keys,
        ["article_id", "seq"],
        (row for k, a in now.items() for row in image_rows(k, a)),
    )
    replace_children(
        conn,
        "news.article_byline",
        keys,
        ["article_id", "seq"],
        (row for k, a in now.items() for row in byline_rows(k, a)),
    )
    replace_children(
        conn,
        "news.article_url",
        keys,
        ["url_key"],
        (row for k, c in chains.items() for row in url_rows(k, c, down)),
    )
    write_search(conn, keys)


def article_row(key: int, chain: RevisionHistory, build_id: int, down: Takedowns) -> Row:
    """Return the article's row in `news.article_record`; its hashes count the names that are left out."""
    read: Article = chain.last.article
    a = without_persons(read, down)
    outlet = catalogue()[a.outlet]
    credit = a.source_credit
    return {
        "article_id": key,
        "id_space": a.id_space,
        "native_id": a.native_id,
        "outlet_key": a.outlet,
        "url": _canonical(chain.last, down),
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
        "revision_count": chain.since - 1 + len(revisions(chain.versions)),
        "first_seen_at": chain.first_seen_at,
        "extraction": "generic" if outlet.family == "generic" else "family",
        "parser_build_id": build_id,
        "problem_count": chain.last.problems,
        "text_hash": read.text_hash,
        "attr_hash": read.attr_hash,
    }


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


def revision_rows(key: int, chain: RevisionHistory, down: Takedowns) -> Iterator[Row]:
    """Yield one row a revision; the text of the present one stands in article and article_text, and not twice."""
    starts, lasts = revisions(chain.versions), revisions(chain.versions, last=True)
    for place, version in enumerate(starts):
        if place == 0 and chain.since > 1 and len(starts) == 1:
            return  # the present revision is in the table, and stays the present one
        a = version.article
        past = place < len(starts) - 1
        text = {
            "headline": a.headline,
            "kicker": a.kicker,
            "lead": a.lead,
            "body": [b.text for b in a.body],
            "captions": captions(a),
            "byline_raw": without_persons(a, down).byline_raw,
            # The newest declaration under this text: what the next text's is compared with.
            "modified_at": lasts[place].article.modified_at,
        }
        yield {
            "article_id": key,
            "revision": chain.since + place,
            "first_seen_at": version.fetched_at,
            "text_hash": a.text_hash,
            "changed": changed_parts(starts[place - 1].article, a) if place else chain.opening,
            "record_id": version.record_id,
            **(text if past else dict.fromkeys(text)),
        }


def url_rows(key: int, chain: RevisionHistory, down: Takedowns) -> Iterator[Row]:
    """Yield the rows of `news.article_url`: every address that a page came from, and the canonical one."""
    first = dict(chain.urls)
    for version in chain.versions:
        first.setdefault(normal_url(version.url), version.fetched_at)
    canonical = _canonical(chain.last, down)
    first.setdefault(canonical, chain.last.fetched_at)
    for url, seen in first.items():
        yield {
            "url_key": url_key(url),
            "url": url,
            "article_id": key,
            "first_seen_at": seen,
            "is_canonical": url == canonical,
        }


def _canonical(version: Version, down: Takedowns) -> str:
    """Return the address that the page gives itself, or the one it was fetched from."""
    try:
        declared = normal_url(version.article.canonical_url or version.url)
    except BadAddress:
        return normal_url(version.url)
    return normal_url(version.url) if url_key(declared) in down.url else declared


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).astimezone(HANOI).date() if moment else None
