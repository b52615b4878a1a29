"""Values of JSON-LD that a page may write in several shapes."""

import re
from typing import Any

from crawler.vietnamese import bylines
from crawler.vietnamese.syllables import is_syllable
from crawler.vietnamese.text import clean

_NEWS_TYPES = frozenset(
    {"newsarticle", "article", "reportagenewsarticle", "blogposting", "liveblogposting", "analysisnewsarticle"}
    | {"backgroundnewsarticle", "opinionnewsarticle", "reviewnewsarticle"}
)

_MOST_NAME_WORDS = 5


def author_names(author: Any, objects: list[dict[str, Any]] | None = None) -> list[str]:
    """Return the names of one author or of a list: each is a text, an object with a name, or the `@id` of another.

    `objects` are the page's others, in which an `@id` is looked up.
    """
    authors = author if isinstance(author, list) else [author]
    names = [_name_of(a, objects or []) if isinstance(a, dict) else a for a in authors]
    flat = [n for name in names for n in (name if isinstance(name, list) else [name])]
    texts = [clean(n, entities=True) for n in flat if isinstance(n, str) and not n.startswith(("http:", "https:"))]
    return [name for text in texts for name in _one_by_one(text)]


def _name_of(author: dict[str, Any], objects: list[dict[str, Any]]) -> Any:
    parts = [part for key in ("familyName", "givenName") if isinstance(part := author.get(key), str) and part]
    # A Vietnamese name begins with the family's, an English one ends with it.
    is_vietnamese = all(map(is_syllable, " ".join(parts).split()))
    whole = " ".join(parts if is_vietnamese else reversed(parts))
    return author.get("name") or whole or _name_at(author.get("@id"), objects)


def _one_by_one(text: str) -> list[str]:
    """Return the names of 'Samya Kullab and Vasilisa Stepanenko' or of 'Bài, ảnh: Minh Anh'.

    A name that holds the word 'and' stays whole.
    """
    if ":" in text:
        return [byline.name for byline in bylines.read(text).bylines]
    names = re.split(r"\s+(?:and|und)\s+", text)
    return names if all(1 < len(name.split()) <= _MOST_NAME_WORDS for name in names) else [text]


def _name_at(identifier: Any, objects: list[dict[str, Any]]) -> Any:
    named = (o["name"] for o in objects if o.get("@id") == identifier and o.get("name"))
    return next(named, None) if isinstance(identifier, str) else None


def organisation_names(objects: list[dict[str, Any]]) -> list[str]:
    """Return the names of publishers, organisations and sites: the paper's, as its own page says it."""
    publishers = [p for o in objects if isinstance(p := o.get("publisher"), dict)]
    sites = [o for o in objects if _types_of(o) & {"Organization", "NewsMediaOrganization", "WebSite"}]
    return [clean(n, entities=True) for o in (*publishers, *sites) if isinstance(n := o.get("name"), str)]


def _types_of(value: dict[str, Any]) -> set[str]:
    return {each.rpartition("/")[2] for each in _as_list(value.get("@type")) if isinstance(each, str)}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def image_addresses(image: Any) -> list[str]:
    """Return the addresses of one image or of a list: each is a text or an object with a url."""
    images = image if isinstance(image, list) else [image]
    return [u for i in images if isinstance(u := i.get("url") if isinstance(i, dict) else i, str)]


def news_articles(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the objects that describe an article, alone or as the main thing of a page's object."""
    inside = [o["mainEntity"] for o in objects if isinstance(o.get("mainEntity"), dict)]
    return [o for o in (*objects, *inside) if types_of(o) & _NEWS_TYPES]


def types_of(value: dict[str, Any]) -> set[str]:
    """Return the names of an object's types in small letters."""
    types = value.get("@type")
    # Some name the type by its address: 'https://schema.org/NewsArticle'.
    return {
        t.rpartition("/")[2].casefold() for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)
    }
