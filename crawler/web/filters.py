"""The filters of a search: what the address of a page asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator

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
