"""Texts of a page's head that speak of its article, cleaned: what meta tags and the first JSON-LD article say."""

from collections.abc import Iterable, Mapping
from typing import Any

from crawler.sites.family import Family
from crawler.vietnamese.text import clean

_METAS = ("og:title", "og:description", "description", "article:section", "news_keywords", "keywords", "og:image")
_OF_JSONLD = ("headline", "name", "description", "articleBody", "articleSection")


def meta_texts(reader: Family) -> dict[str, str]:
    """Map the names of the meta tags that speak of an article to their texts."""
    return _cleaned(reader.page.meta, _METAS)


def jsonld_texts(reader: Family) -> dict[str, str]:
    """Map the keys of the first JSON-LD article that hold a text to that text."""
    return _cleaned(reader.jsonld_articles[0], _OF_JSONLD) if reader.jsonld_articles else {}


def _cleaned(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    return {name: clean(value, entities=True) for name in names if isinstance(value := values.get(name), str)}
