"""Values of JSON-LD that a page may write in several shapes."""

from typing import Any

from crawler.vietnamese.text import clean


def names(author: Any) -> list[str]:
    """Return the names of an author, or of several: each a text or an object with a name."""
    found = author if isinstance(author, list) else [author]
    named = [a.get("name") if isinstance(a, dict) else a for a in found]
    return [clean(n, entities=True) for n in named if isinstance(n, str)]


def addresses(image: Any) -> list[str]:
    """Return the addresses of an image, or of several: each a text or an object with a url."""
    found = image if isinstance(image, list) else [image]
    return [u for i in found if isinstance(u := i.get("url") if isinstance(i, dict) else i, str)]
