"""The rows of articles in `news`, made from their chains."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from crawler.article import Article, url_key
from crawler.database.merge import replace_children, upsert
from crawler.outlets import BadAddress, catalogue, normal
from crawler.vietnamese.text import name_key
from crawler.warehouse.chain import Chain, Version, captions, changed, revisions
from crawler.warehouse.names import without_names
from crawler.warehouse.search import write_search
from crawler.warehouse.suppression import Takedowns

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_ARTICLE = [
    "article_id", "id_space", "native_id", "outlet_key", "url", "kind", "language", "headline", "kicker", "lead",
    "byline_raw", "section_path", "tags", "published_at", "published_precision", "published_on", "modified_at",
    "province_code", "word_count", "image_count", "source_agency", "source_credit", "robots_meta", "revision_count",
    "first_seen_at", "extraction", "parser_build_id", "problem_count", "text_hash", "attr_hash",
]  # fmt: skip
_REVISION = [
    "article_id", "revision", "first_seen_at", "text_hash", "changed", "headline", "kicker", "lead", "body",
    "captions", "byline_raw", "modified_at", "record_id",
]  # fmt: skip


def write_articles(conn: psycopg.Connection, chains: dict[int, Chain], build_id: int, down: Takedowns) -> None:
    """Merge each table once; children of an article are compared row by row, so equal ones are left alone."""
    keys = [*chains]
    now = {key: without_names(chain.last.article, down) for key, chain in chains.items()}
    upsert(
        conn, "news.article_record", ["article_id"], _ARTICLE,
        (_article_row(k, c, build_id, down) for k, c in chains.items()),
    )  # fmt: skip
    upsert(
        conn, "news.article_text", ["article_id"], ["article_id", "block_kinds", "body"],
        ((k, [b.kind for b in a.body], [b.text for b in a.body]) for k, a in now.items()),
    )  # fmt: skip
    replace_children(
        conn, "news.article_revision", [k for k, c in chains.items() if c.since == 1], ["article_id", "revision"],
        _REVISION, (row for k, c in chains.items() for row in _revision_rows(k, c, down)),
    )  # fmt: skip
    replace_children(
        conn, "news.article_image", keys, ["article_id", "seq"], ["article_id", "seq", "url", "caption", "credit"],
        ((k, n, i.url, i.caption, i.credit) for k, a in now.items() for n, i in enumerate(a.images, 1)),
    )  # fmt: skip
    replace_children(
        conn, "news.article_byline", keys, ["article_id", "seq"],
        ["article_id", "seq", "name", "name_key", "roles", "raw"],
        ((k, n, b.name, name_key(b.name), list(b.roles), b.raw)
         for k, a in now.items() for n, b in enumerate(a.bylines, 1)),
    )  # fmt: skip
    replace_children(
        conn, "news.article_url", keys, ["url_key"], ["url_key", "url", "article_id", "first_seen_at", "is_canonical"],
        (row for k, c in chains.items() for row in _url_rows(k, c, down)),
    )  # fmt: skip
    write_search(conn, keys)


def _article_row(key: int, chain: Chain, build_id: int, down: Takedowns) -> Sequence[Any]:
    read: Article = chain.last.article
    a = without_names(read, down)
    outlet = catalogue()[a.outlet]
    credit = a.source_credit
    return (
        key, a.id_space, a.native_id, a.outlet, _canonical(chain.last, down), a.kind, a.language, a.headline, a.kicker,
        a.lead, a.byline_raw, a.section, a.tags, a.published_at, a.published_precision, _day(a.published_at),
        a.modified_at, outlet.province_code, a.word_count, len(a.images), credit and credit.agency,
        credit and credit.raw, a.robots_meta, chain.since - 1 + len(revisions(chain.versions)), chain.first_seen_at,
        "generic" if outlet.family == "generic" else "family", build_id, chain.last.problems, read.text_hash,
        read.attr_hash,
    )  # fmt: skip


def _revision_rows(key: int, chain: Chain, down: Takedowns) -> Iterator[Sequence[Any]]:
    """Yield one row a revision; the text of the present one stands in article and article_text, and not twice."""
    starts, lasts = revisions(chain.versions), revisions(chain.versions, last=True)
    for place, version in enumerate(starts):
        if place == 0 and chain.since > 1 and len(starts) == 1:
            return  # the present revision is in the table, and stays the present one
        a = version.article
        differs = changed(starts[place - 1].article, a) if place else chain.opening
        past = place < len(starts) - 1
        # The newest declaration under this text: what the next text's is compared with.
        modified_at, byline = lasts[place].article.modified_at, without_names(a, down).byline_raw
        text = (a.headline, a.kicker, a.lead, [b.text for b in a.body], captions(a), byline, modified_at)
        yield (
            key, chain.since + place, version.fetched_at, a.text_hash, differs,
            *(text if past else (None,) * len(text)), version.record_id,
        )  # fmt: skip


def _url_rows(key: int, chain: Chain, down: Takedowns) -> Iterator[Sequence[Any]]:
    first = dict(chain.urls)
    for version in chain.versions:
        first.setdefault(normal(version.url), version.fetched_at)
    canonical = _canonical(chain.last, down)
    first.setdefault(canonical, chain.last.fetched_at)
    for url, seen in first.items():
        yield url_key(url), url, key, seen, url == canonical


def _canonical(version: Version, down: Takedowns) -> str:
    """Return the address that the page gives itself, or the one it was fetched from."""
    try:
        declared = normal(version.article.canonical_url or version.url)
    except BadAddress:
        return normal(version.url)
    return normal(version.url) if url_key(declared) in down.url else declared


def _day(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).astimezone(HANOI).date() if moment else None
