"""What PostgreSQL cannot hold: found before it is sent, so that one bad value costs one article and no file."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from crawler.article import Article

# NUL is no character for PostgreSQL, and half of a surrogate pair has no UTF-8.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Return a note about a page with a replacement mark for what cannot be stored; a page's text is not mended."""
    return _UNSTORABLE.sub("\ufffd", text)


def defect(article: Article) -> str | None:
    """Say what keeps the article from being a row, or None."""
    for name, value in msgspec.to_builtins(article).items():
        if any(_UNSTORABLE.search(text) for text in _texts(value)):
            return f"{name}: holds a character that is none (NUL or half a surrogate pair)"
    for name, moment in (("published_at", article.published_at), ("modified_at", article.modified_at)):
        if moment is not None and not _is_moment(moment):
            return f"{name}: no point in time: {moment[:60]!r}"
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
