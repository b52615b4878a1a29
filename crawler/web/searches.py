"""A search as questions: one page of its articles, what they have in common, and their curve of attention."""

from __future__ import annotations

from typing import Any, Literal

from crawler.web.filters import Filters, Search
from crawler.web.question import Question, all_of, question


def results(search: Search, *, with_words: bool) -> Question:
    """Return the question for one page of a search; `with_words`: the login may read the index of words."""
    if search.sort == "best" and search.can_be_ranked:
        names = ("q", "province", "outlet")
        values = {name: getattr(search, name) for name in names} | _days(search) | {"limit": search.limit}
        return question("best", values)
    conditions, values = _conditions(search)
    if search.after is not None:
        conditions.append(_keyset(search.after, values))
    values["limit"] = search.limit
    match = "'as typed'" if search.q else "NULL"
    return question(
        "newest",
        values,
        table=_table(search, with_words),
        conditions=all_of(conditions),
        snippet=_SNIPPET if search.q else "left(r.lead, 500)",
        match=match,
    )


def facets(filters: Filters, *, with_words: bool) -> Question:
    """Return the question for the facets of a search."""
    conditions, values = _conditions(filters)
    return question("facets", values, table=_table(filters, with_words), conditions=all_of(conditions))


def attention(filters: Filters, by: Literal["month", "week"], *, with_words: bool) -> Question:
    """Return the question for the curve of attention: shares of what the same papers printed in the same time."""
    conditions, values = _conditions(filters)
    papers = Filters(province=filters.province, outlet=filters.outlet)
    same, same_values = _conditions(papers)
    nights = list(same)
    for day, sign in ((filters.first_day, ">="), (filters.last_day, "<=")):
        if day is not None:
            name = "first_day" if sign == ">=" else "last_day"
            same_values[name] = day
            same.append(f"s.published_on {sign} %({name})s")
            nights.append(f"s.day {sign} %({name})s")
    return question(
        "attention",
        values | same_values | {"by": by},
        table=_table(filters, with_words),
        conditions=all_of(conditions),
        all_conditions=all_of(same),
        coverage_conditions=all_of(nights),
    )


def next_cursor(search: Search, rows: list[dict[str, Any]]) -> str | None:
    """Return where the next page begins; None after the last one."""
    if search.sort == "best" and search.can_be_ranked:
        return None
    if len(rows) < search.limit:
        # Dated articles are through: those without a date follow.
        return f"{_UNDATED}~0" if search.after and not search.after.startswith(_UNDATED) else None
    last = rows[-1]
    at = last["published_at"].isoformat() if last["published_at"] else _UNDATED
    return f"{at}~{last['article_id']}"


class BadCursor(ValueError):
    """`after` is not what a page before gave as `next`."""


_UNDATED = "undated"
_SNIPPET = """left(internal.search_snippet(
        r.lead || (SELECT t.body FROM news.article_text AS t WHERE t.article_id = r.article_id) || ARRAY(
            SELECT i.caption FROM news.article_image AS i WHERE i.article_id = r.article_id ORDER BY i.seq),
        ARRAY(SELECT m FROM internal.search_parts(%(q)s) AS p CROSS JOIN unnest(p.words) AS w
            CROSS JOIN LATERAL internal.folded(w) AS plain CROSS JOIN unnest(ARRAY[w, plain]
                || CASE WHEN w = plain THEN ARRAY['~' || plain] ELSE '{}' END) AS m
            WHERE NOT p.is_excluded)), 2000)"""


def _table(filters: Filters, with_words: bool) -> str:
    # The index of words is also in the order of time; a login without full text may not read it.
    return "news.article_search" if with_words or filters.q else "news.article_record"


def _days(filters: Filters) -> dict[str, Any]:
    return {"since": filters.first_day, "until": filters.last_day}


def _keyset(after: str, values: dict[str, Any]) -> str:
    moment, _, number = after.rpartition("~")
    if not number.isdecimal() or len(number) > 19 or not moment:
        raise BadCursor
    values["after_id"] = int(number)
    if moment == _UNDATED:
        return "s.published_at IS NULL AND s.article_id > %(after_id)s"
    values["after_at"] = moment
    return (
        "s.published_at <= %(after_at)s::timestamptz"
        " AND (s.published_at < %(after_at)s::timestamptz OR s.article_id > %(after_id)s)"
    )


def _conditions(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions on a row `s`, and their values: only those that are asked for."""
    conditions, values = [], dict[str, Any]()
    if filters.q:
        values["q"] = filters.q
        conditions.append(_WORDS)
    if filters.province or filters.outlet:
        values |= {"province": filters.province, "outlet": filters.outlet}
        conditions.append(
            "s.outlet_key = ANY ((SELECT internal.search_outlets(%(province)s::text, %(outlet)s::text))::text[])"
        )
    if filters.first_day:
        values["first_day"] = filters.first_day
        conditions.append("s.published_at >= %(first_day)s::date")
    if filters.last_day:
        values["last_day"] = filters.last_day
        conditions.append("s.published_at < %(last_day)s::date + 1")
    for name, condition in _OF_OTHER_TABLES.items():
        if value := getattr(filters, name):
            values[name] = value
            conditions.append(condition)
    if filters.place:
        values["level"], values["code"] = filters.place.split(":")
        conditions.append(_PLACE)
    return conditions, values


_WORDS = (
    """s.tsv @@ ((SELECT internal.search_tsquery(%(q)s, 'typed')) || (SELECT internal.search_tsquery(%(q)s, 'none')))"""
)
_OF_OTHER_TABLES = {
    "section": """EXISTS (SELECT FROM news.article_section AS c
            WHERE c.article_id = s.article_id AND c.code = %(section)s)""",
    "author": """s.article_id IN (SELECT b.article_id FROM news.article_byline AS b
            WHERE b.name_key = lower(%(author)s))""",
    "agency": """EXISTS (SELECT FROM news.article_record AS g
            WHERE g.article_id = s.article_id AND g.source_agency = %(agency)s)""",
    "document": """s.article_id IN (SELECT d.article_id FROM news.document_reference AS d
            WHERE d.number_key = %(document)s)""",
    "official": """s.article_id IN (SELECT m.article_id FROM news.official_mention AS m
            WHERE m.name_key = lower(%(official)s))""",
}
_PLACE = """s.article_id IN (
            SELECT p.article_id FROM news.article_place AS p
            WHERE (p.level = %(level)s AND p.codes @> ARRAY[%(code)s]::text[])
                OR (p.today_level = %(level)s AND p.today_codes @> ARRAY[%(code)s]::text[]))"""
