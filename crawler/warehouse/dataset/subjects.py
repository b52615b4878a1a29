"""The subjects of a dataset: which relation each is read from, and into which folder each of its rows belongs."""

from dataclasses import dataclass
from typing import Literal

from psycopg import sql

# What decides whether a row is in the dataset: its article, its story's articles, or its paper alone.
Scope = Literal["article", "story", "paper", "all"]


@dataclass(frozen=True)
class Subject:
    """One subject: a folder of Parquet files, and a table of the SQLite file."""

    name: str
    relation: str
    scope: Scope
    key: tuple[str, ...]
    paper: str | None = None
    day: str | None = None

    @property
    def part(self) -> sql.Composable:
        """Return the expression of a row's part: paper/month, or the empty string where the subject is one file."""
        if self.paper is None:
            return sql.SQL("''")
        return sql.SQL(f"{self.paper} || '/' || coalesce(to_char({self.day}, 'YYYY-MM'), 'undated')")

    @property
    def source(self) -> sql.Composable:
        """Return the relation as `t`, joined with what says a row's paper and day."""
        join = " JOIN news.article_record AS a USING (article_id)" if self.scope == "article" else ""
        return sql.SQL(f"{self.relation} AS t{join}")

    def condition(self, chosen: sql.Composable) -> sql.Composable:
        """Return which rows are in the dataset; `chosen` is the condition of its articles."""
        articles = sql.SQL("SELECT article_id FROM news.article_record WHERE {}").format(chosen)
        if self.scope == "article":
            return sql.SQL("a.article_id IN ({})").format(articles)
        if self.scope == "story":
            return sql.SQL("t.story_id IN (SELECT story_id FROM news.story_article WHERE article_id IN ({}))").format(
                articles
            )
        if self.scope == "all":
            return sql.SQL("true")
        parts = ["(%(outlets)s::text[] IS NULL OR t.outlet_key = ANY (%(outlets)s))"]
        if self.day:
            parts.append(f"(%(since)s::date IS NULL OR {self.day} >= date_trunc('{self._grain}', %(since)s::date))")
            parts.append(f"(%(until)s::date IS NULL OR {self.day} <= %(until)s)")
        return sql.SQL(" AND ".join(parts))

    @property
    def _grain(self) -> str:
        return "month" if self.day == "t.month" else "day"


def _of_articles(name: str, relation: str, *key: str) -> Subject:
    return Subject(name, relation, "article", ("article_id", *key), "a.outlet_key", "a.published_on")


SUBJECTS = (
    _of_articles("articles", "news.articles"),
    _of_articles("versions", "news.article_version", "revision"),
    _of_articles("sections", "news.article_section"),
    _of_articles("bylines", "news.article_byline", "seq"),
    _of_articles("pictures", "news.article_image", "seq"),
    _of_articles("places", "news.article_place", "seq"),
    _of_articles("documents", "news.document_reference", "seq"),
    _of_articles("officials", "news.official_mention", "seq"),
    _of_articles("story_articles", "news.story_article"),
    Subject(
        "stories",
        "news.story",
        "story",
        ("story_id",),
        "t.first_outlet_key",
        "(t.first_published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')",
    ),
    Subject("coverage", "news.coverage", "paper", ("outlet_key", "day"), "t.outlet_key", "t.day"),
    Subject(
        "field_quality", "news.field_quality", "paper", ("outlet_key", "month", "field"), "t.outlet_key", "t.month"
    ),
    Subject("proof", "news.proof", "paper", ("outlet_key",)),
    Subject("units", "news.unit", "all", ("level", "code", "valid")),
)
