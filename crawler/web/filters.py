"""The filters of a search: what the address of a page asks for, and the conditions in SQL that it becomes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator

from crawler.web.question import Question, all_of, question

_WORD = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None
_UNIT = Annotated[str, StringConstraints(pattern=r"^(former_)?(province|district|ward):\d{2,5}$")] | None
_MONTH = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None
# What news.search filters by itself; all else is asked of the tables, the newest first.
_OF_RANKED_SEARCH = {"q", "province", "outlet", "since", "until", "month"}

Sort = Literal["best", "newest"]


class Filters(BaseModel):
    """Which articles: words in the language of news.search, and where, when, by whom, about what."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = Field(
        default="",
        description='Words: "…" side by side, -word without it; without accents a word stands for all accents.',
    )
    province: _WORD = Field(default=None, description="Province of the paper, by name or code.")
    outlet: _WORD = Field(default=None, description="The paper, by key or name.")
    section: _WORD = Field(default=None, description="Common section: a code of news.section_code, such as economy.")
    since: date | None = Field(default=None, description="First day of publication in Việt Nam.")
    until: date | None = Field(default=None, description="Last day of publication in Việt Nam.")
    month: _MONTH = Field(default=None, description="Month of publication: 2026-11.")
    author: _WORD = Field(default=None, description="Name in the byline.")
    agency: _WORD = Field(default=None, description="Agency or paper that the text was taken from: TTXVN.")
    place: _UNIT = Field(default=None, description="A unit that the text names, as LEVEL:CODE: ward:30316.")
    document: _WORD = Field(default=None, description="Number of a document that the text cites: 46/2025/NQ-HĐND.")
    official: _WORD = Field(default=None, description="Name of an official whom the text names with an office.")

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, values: Any) -> Any:
        """Drop what a form sends of fields that nobody filled in."""
        return {name: v for name, v in values.items() if v not in ("", None)} if isinstance(values, dict) else values

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, as the address of a page has them."""
        return {name: str(value) for name, value in self.model_dump().items() if value not in ("", None)}

    @property
    def first_day(self) -> date | None:
        """Return the first day that is meant."""
        return max((d for d in (self.since, self._month_days[0]) if d), default=None)

    @property
    def last_day(self) -> date | None:
        """Return the last day that is meant."""
        return min((d for d in (self.until, self._month_days[1]) if d), default=None)

    @property
    def can_be_ranked(self) -> bool:
        """Return True if news.search itself knows all the filters that are set."""
        return bool(self.q) and {*self.chosen} <= _OF_RANKED_SEARCH

    @property
    def _month_days(self) -> tuple[date | None, date | None]:
        if not self.month:
            return None, None
        first = date.fromisoformat(f"{self.month}-01")
        return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class Search(Filters):
    """A search, its order, and which part of its answer is wanted."""

    sort: Sort = Field(
        default="newest", description="best: by rank, among the newest thousand; newest: all, page by page."
    )
    limit: int = Field(default=20, ge=1, le=100, description="Rows of one page.")
    after: Annotated[str, StringConstraints(max_length=80)] | None = Field(
        default=None, description="`next` of the page before; only with sort=newest."
    )

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, without order and page."""
        return {name: value for name, value in super().chosen.items() if name not in ("sort", "limit", "after")}


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
