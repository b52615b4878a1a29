"""What the addresses of single things hold: an article, a paper, a document, an official, a unit, a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator

from crawler.article.time_zone import HANOI
from crawler.web.filters import Filters

_TEXT = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_OUTLET = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{2,40}$")]


class ArticleKey(BaseModel):
    """One article."""

    article_id: int = Field(
        ge=1, lt=1 << 63, description="As text in JSON: a number of 63 bits, which JavaScript rounds."
    )


class PaperKey(BaseModel):
    """One newspaper."""

    outlet: _OUTLET = Field(description="Key of the paper: baoangiang.")


class DocumentKey(BaseModel):
    """One document of party or state."""

    number: _TEXT = Field(description="Its number in one form: 46/2025/NQ-HĐND.")
    limit: int = Field(default=50, ge=1, le=500)


class OfficialKey(BaseModel):
    """A name with which texts join offices."""

    name: _TEXT = Field(description="The name in lower case.")


class UnitKey(BaseModel):
    """An administrative unit."""

    level: Literal["province", "ward", "former_province", "former_district", "former_ward"]
    code: Annotated[str, StringConstraints(pattern=r"^\d{2,5}$")]


class Attention(Filters):
    """A search, counted by month or by week."""

    by: Literal["month", "week"] = "month"


class Day(BaseModel):
    """The last day of a view; today in Việt Nam where none is named."""

    until: date = Field(default_factory=lambda: datetime.now(HANOI).date())

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, values: Any) -> Any:
        return {name: v for name, v in values.items() if v not in ("", None)} if isinstance(values, dict) else values


class Courtesy(Day):
    """The ledger of courtesy up to a day, of one paper or of all."""

    outlet: _OUTLET | None = None


class Recent(BaseModel):
    """So many of the newest."""

    limit: int = Field(default=50, ge=1, le=500)


class Nothing(BaseModel):
    """No choice."""
