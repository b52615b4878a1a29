"""What each reading of an article filled, and which witnesses agree with it: what field health is counted from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import psycopg

from crawler.article import EXACT, Article, ArticleRead, Reading, url_key
from crawler.database.merge import Row, upsert
from crawler.vietnamese.agreement import texts_agree, texts_same, times_agree, times_same
from crawler.vietnamese.text import fold
from crawler.warehouse.revision_history import uuid_of
from crawler.warehouse.storable import storable
from crawler.warehouse.takedown.takedowns import Takedowns
from crawler.warehouse.witness_places import is_second_place, place_of_witness, places_of_value

# A page without one of them refutes its reader; there are honest articles without text or lead.
_ON_EVERY_PAGE = frozenset({"headline", "published_at"})
# The code of a problem where the page shows a field of which the reader knows no place (crawler/sites/lost_fields.py).
_NOT_IN_LAYOUT = "not_in_layout"


@dataclass(frozen=True)
class _Hint:
    """What one channel said of an article when it first named it."""

    title: str | None
    published_at: datetime | None
    description: str | None


def write_field_readings(
    conn: psycopg.Connection,
    outlet_key: str,
    readings: Iterable[Reading],
    fetched_at: Mapping[str, datetime],
    takedowns: Takedowns,
) -> None:
    """Write which fields each article's reading filled, and which of them have a witness for or against them.

    The channels are witnesses too: what they said when they first named the article. What is taken down is left out.
    `fetched_at` has the captures' exact times by record id: a reading knows its own to the second only.
    """
    articles = [
        (r, r.result)
        for r in readings
        if isinstance(r.result, ArticleRead) and not takedowns.hides(r.url, r.result.article.article_id, outlet_key)
    ]
    hints = _hints(conn, [result.article.article_id for _, result in articles])
    rows = (
        {**_row(outlet_key, reading, result, hints), "fetched_at": fetched_at[reading.record_id]}
        for reading, result in articles
    )
    upsert(conn, "ops.field_reading", ["record_id"], rows)


def _row(outlet_key: str, reading: Reading, result: ArticleRead, hints: Mapping[int, list[_Hint]]) -> Row:
    article, filled = result.article, [*_filled(result.article)]
    similar: dict[str, list[bool]] = {field: [] for field in filled}
    for field, witnesses in result.witnesses.items():
        similar.setdefault(field, []).extend(agrees for name, agrees in witnesses.items() if not _is_exact(name))
    for hint in hints.get(article.article_id, ()):
        for field, verdict in _channel_verdicts(article, hint, texts_agree, times_agree):
            if verdict is not None and field in similar:
                similar[field].append(verdict)
    exact, twice = _independent_verdicts(reading, result, hints), _said_twice(result)
    refuted = {f for f, each in exact.items() if each and not any(each)} | (_ON_EVERY_PAGE - {*filled})
    if twice.get("published_at") is False and not any(exact.get("published_at", ())):
        refuted.add("published_at")  # print and head differ: one of them is wrong, whichever was read
    text = " ".join(block.text for block in article.body)
    unclaimed = sum(map(len, result.unclaimed))
    return {
        "record_id": uuid_of(reading.record_id),
        "outlet_key": outlet_key,
        "article_id": article.article_id,
        "filled": filled,
        "agreed": [field for field in filled if any(similar[field])],
        "contradicted": [field for field in filled if similar[field] and not any(similar[field])],
        "confirmed": [field for field, each in exact.items() if any(each)],
        "unread": sorted({p.field for p in result.problems if p.code == _NOT_IN_LAYOUT} - {*filled}),
        "refuted": sorted(refuted),
        "said_twice": [field for field, agrees in twice.items() if agrees],
        "body_key": url_key(fold(text)) if text else None,
        "unclaimed": unclaimed / (unclaimed + len(text)) if unclaimed else 0.0,
        "layout": storable(result.layout) or None,
    }


def _is_exact(witness: str) -> bool:
    return witness.startswith(EXACT)


def _independent_verdicts(
    reading: Reading, result: ArticleRead, hints: Mapping[int, list[_Hint]]
) -> dict[str, list[bool]]:
    """Return by field whether those witnesses say the very same that come from another kind of place than the value."""
    verdicts: dict[str, list[bool]] = {}
    for field, witnesses in result.witnesses.items():
        own = places_of_value(field, reading.parser, result.evidence.get(field, ""))
        for name, agrees in _exact(witnesses):
            if place_of_witness(name) not in own:
                verdicts.setdefault(field, []).append(agrees)
    for hint in hints.get(result.article.article_id, ()):
        for field, verdict in _channel_verdicts(result.article, hint, texts_same, times_same):
            if verdict is not None:
                verdicts.setdefault(field, []).append(verdict)
        if texts_same(result.article.headline, hint.title):  # by this address the channel meant this article
            verdicts.setdefault("identity", []).append(True)
    return verdicts


def _said_twice(result: ArticleRead) -> dict[str, bool]:
    """Return by field whether the page's print and its head say the very same, where both speak."""
    verdicts: dict[str, bool] = {}
    for field, witnesses in result.witnesses.items():
        evidence = result.evidence.get(field, "")
        for name, agrees in _exact(witnesses):
            if is_second_place(evidence, name):
                verdicts[field] = verdicts.get(field, False) or agrees
    return verdicts


def _exact(witnesses: Mapping[str, bool]) -> Iterator[tuple[str, bool]]:
    """Yield the witnesses that must say the very same, by their own names."""
    yield from ((name.removeprefix(EXACT).strip(), agrees) for name, agrees in witnesses.items() if _is_exact(name))


def _filled(article: Article) -> Iterator[str]:
    """Yield the fields that hold something, in the order of their reading."""
    values: dict[str, object] = {
        "headline": article.headline,
        "published_at": article.published_at,
        "lead": article.lead,
        "body": article.body,
        "section": article.section,
        "bylines": article.bylines,
        "images": article.images,
        "captions": any(image.caption for image in article.images),
        "source_credit": article.source_credit,
        "tags": article.tags,
    }
    yield from (field for field, value in values.items() if value)


def _channel_verdicts(
    article: Article,
    hint: _Hint,
    texts: Callable[[str | None, str | None], bool | None],
    times: Callable[[datetime, datetime], bool | None],
) -> Iterator[tuple[str, bool | None]]:
    """Yield what the channel says of each field, by these measures of agreement."""
    yield "headline", texts(article.headline, hint.title)
    yield "lead", texts(article.lead, hint.description)
    if hint.published_at and article.published_at:
        published = datetime.fromisoformat(article.published_at)
        yield "published_at", times(published, hint.published_at.astimezone(published.tzinfo))


def _hints(conn: psycopg.Connection, articles: list[int]) -> dict[int, list[_Hint]]:
    """Return by article what the channels said of it."""
    rows = conn.execute(
        """
        SELECT u.article_id, c.hint, c.published_at, c.description
        FROM ops.url AS u JOIN ops.url_channel AS c USING (url_key) WHERE u.article_id = ANY(%s)""",
        [articles],
    )
    hints: dict[int, list[_Hint]] = {}
    for article_id, *said in rows:
        hints.setdefault(article_id, []).append(_Hint(*said))
    return hints
