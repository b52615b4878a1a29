"""The shape of a reading: what two pages have in common that are read in the same way, whatever they say."""

from collections.abc import Callable
from typing import Any

from crawler.article import Article, ArticleRead, NotAnArticle, Outcome

_FIELDS: dict[str, Callable[[Article], Any]] = {
    "id_space": lambda a: a.id_space,
    "canonical_url": lambda a: a.canonical_url is None,
    "kind": lambda a: a.kind,
    "headline": lambda a: a.headline is None,
    "lead": lambda a: a.lead is None,
    "body": lambda a: [block.kind for block in a.body],
    "images": lambda a: [(image.caption is None, image.credit is None) for image in a.images],
    "bylines": lambda a: ([byline.roles for byline in a.bylines], a.byline_raw is None),
    "source_credit": lambda a: a.source_credit is None,
    "published_at": lambda a: (a.published_at is None, a.published_precision),
    "modified_at": lambda a: a.modified_at is None,
    "section": lambda a: len(a.section),
    "tags": lambda a: len(a.tags),
    "language": lambda a: a.language,
    "robots_meta": lambda a: a.robots_meta,
}


def differences(one: Outcome, other: Outcome) -> list[str]:
    """Return the fields that two outcomes do not have in the same shape; one of another kind differs as a whole."""
    if not (isinstance(one, ArticleRead) and isinstance(other, ArticleRead)):
        return [] if _kind(one) == _kind(other) else ["outcome"]
    fields = [name for name, shape in _FIELDS.items() if shape(one.article) != shape(other.article)]
    fields += ["witnesses"] if one.witnesses != other.witnesses else []
    fields += ["evidence"] if one.evidence != other.evidence else []
    fields += ["problems"] if _problems(one) != _problems(other) else []
    return fields + (["unclaimed"] if len(one.unclaimed) != len(other.unclaimed) else [])


def _kind(outcome: Outcome) -> tuple[str, ...]:
    return (type(outcome).__name__, outcome.kind if isinstance(outcome, NotAnArticle) else "")


def _problems(read: ArticleRead) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in read.problems]
