"""Values of JSON-LD that a page may write in several shapes."""

from typing import Any

from crawler.vietnamese.text import clean


def author_names(author: Any) -> list[str]:
    """Return the names of one author or of a list: each is a text or an object with a name."""
    authors = author if isinstance(author, list) else [author]
    names = [a.get("name") if isinstance(a, dict) else a for a in authors]
    return [clean(n, entities=True) for n in names if isinstance(n, str)]


def image_addresses(image: Any) -> list[str]:
    """Return the addresses of one image or of a list: each is a text or an object with a url."""
    images = image if isinstance(image, list) else [image]
    return [u for i in images if isinstance(u := i.get("url") if isinstance(i, dict) else i, str)]
