"""The resources: what the pages show and the API gives, each a name, what its address may hold, and its question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from crawler.web.filters import Filters, Search
from crawler.web.keys import (
    ArticleKey,
    Attention,
    Courtesy,
    Day,
    DocumentKey,
    Nothing,
    OfficialKey,
    PaperKey,
    Recent,
    UnitKey,
)
from crawler.web.question import Question, query_text, question
from crawler.web.reader import Row
from crawler.web.searches import attention, facets, next_cursor, results


@dataclass(frozen=True)
class Resource:
    """`ask` makes the question of the parameters; its last argument: whether the login may read the index of words."""

    name: str
    parameters: type[BaseModel]
    ask: Callable[[Any, bool], Question]
    next_cursor: Callable[[Any, list[Row]], str | None] = lambda parameters, rows: None

    @property
    def meaning(self) -> str:
        """Return the first line of its query, which says what it answers."""
        return query_text("newest" if self.name == "articles" else self.name).splitlines()[0].removeprefix("-- ")


def _of_file(name: str, parameters: type[BaseModel]) -> Resource:
    return Resource(name, parameters, lambda given, with_words: question(name, given.model_dump()))


RESOURCES: dict[str, Resource] = {
    resource.name: resource
    for resource in (
        Resource("articles", Search, lambda given, words: results(given, with_words=words), next_cursor),
        Resource("facets", Filters, lambda given, words: facets(given, with_words=words)),
        Resource("attention", Attention, lambda given, words: attention(given, given.by, with_words=words)),
        *(
            _of_file(name, ArticleKey)
            for name in ("article", "blocks", "pictures", "versions", "changes", "copies", "documents", "officials")
        ),
        *(_of_file(name, ArticleKey) for name in ("places", "provinces", "problems", "announced", "captures")),
        _of_file("document", DocumentKey),
        _of_file("official", OfficialKey),
        _of_file("place", UnitKey),
        _of_file("place_months", UnitKey),
        _of_file("coverage", Day),
        _of_file("last_night", Nothing),
        *(_of_file(name, PaperKey) for name in ("paper", "paper_nights", "paper_fields", "paper_channels")),
        *(_of_file(name, PaperKey) for name in ("paper_completeness", "paper_findings")),
        _of_file("tonight", Nothing),
        _of_file("alerts", Recent),
        _of_file("archive", Nothing),
        _of_file("database_size", Nothing),
        _of_file("courtesy", Courtesy),
    )
}
