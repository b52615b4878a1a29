"""Values that PostgreSQL cannot store, found before they are sent: one costs its article, and not the whole file."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from crawler.article import Article

# PostgreSQL does not store NUL, and half of a surrogate pair has no UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a note about a page with U+FFFD for what cannot be stored. A page's own text is never repaired."""
    return _UNSTORABLE.sub("\ufffd", text)


def defect(article: Article) -> str | None:
    """Return why the article cannot be stored, or None if it can."""
    for name, value in msgspec.to_builtins(article).items():
        if any(_UNSTORABLE.search(text) for text in _texts(value)):
            return f"{name}: holds a character that cannot be stored (NUL or half a surrogate pair)"
    for name, moment in (("published_at", article.published_at), ("modified_at", article.modified_at)):
        if moment is not None and not _is_moment(moment):
            return f"{name}: not a point in time: {moment[:60]!r}"
    return None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return moment.tzinfo is not None
