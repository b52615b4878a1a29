"""Facts of a page for learning: what its witnesses say of the article, and its outline."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.article.reading import Announced
from crawler.learner.outline import Outline
from crawler.page import SavedPage
from crawler.sites.jsonld import author_names, news_articles
from crawler.vietnamese import dates
from crawler.vietnamese.text import clean, fold

Texts = dict[str, str]


@dataclass(eq=False)
class PageFacts:
    """One page: outline, and by witness titles, descriptions, dates, writers, sections, keywords and own address."""

    page: SavedPage
    outline: Outline
    titles: Texts = field(default_factory=dict)
    descriptions: Texts = field(default_factory=dict)
    moments: dict[str, dates.Moment] = field(default_factory=dict)
    writers: dict[str, list[str]] = field(default_factory=dict)
    sections: dict[str, list[str]] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    declared: Texts = field(default_factory=dict)


def facts_of(pages: Sequence[SavedPage], announced: Mapping[str, Announced]) -> list[PageFacts]:
    """Return the facts of each page, in the order of their addresses: the same pages in any order are learned alike."""
    ordered = sorted(pages, key=lambda page: (page.url, page.fetched_at, page.body))
    return [_facts(page, announced.get(page.url)) for page in ordered if page.tree is not None]


def _facts(page: SavedPage, announced: Announced | None) -> PageFacts:
    facts = PageFacts(page, Outline(page))
    meta = {name: clean(text, entities=True) for name, text in page.meta.items()}
    articles = news_articles(page.jsonld)
    data = articles[0] if articles else {}
    facts.titles = _filled(
        {
            "channel title": clean(announced.title if announced else None, entities=True),
            "jsonld headline": _text(data, "headline") or _text(data, "name"),
            "meta og:title": meta.get("og:title", ""),
            "head title": next((clean(e.text_content()) for e in page.select("//title")), ""),
        }
    )
    facts.descriptions = _filled(
        {
            "channel description": clean(announced.description if announced else None, entities=True),
            "jsonld description": _text(data, "description"),
            "meta description": meta.get("og:description") or meta.get("description") or "",
        }
    )
    facts.moments = dict(_dates(page, data, announced))
    facts.writers = {
        "jsonld author": author_names(data.get("author"), page.jsonld),
        **{f"meta {name}": [meta[name]] for name in ("author", "article:author", "dable:author") if meta.get(name)},
    }
    facts.sections = {
        "jsonld articleSection": [_text(data, "articleSection")] if _text(data, "articleSection") else [],
        "meta article:section": [meta["article:section"]] if meta.get("article:section") else [],
    }
    facts.keywords = [
        k.strip() for k in (meta.get("news_keywords") or meta.get("keywords") or "").split(",") if k.strip()
    ]
    canonical = next((e.get("href") or "" for e in page.select("//link[@rel='canonical']")), "")
    facts.declared = {"link canonical": canonical.strip(), "meta og:url": meta.get("og:url", "")}
    return facts


def _dates(page: SavedPage, data: dict[str, Any], announced: Announced | None) -> Iterator[tuple[str, dates.Moment]]:
    meta = page.meta.get("article:published_time")
    for name, moment in (
        ("channel date", dates.iso(announced.published_at) if announced else None),
        ("jsonld datePublished", dates.iso(_text(data, "datePublished"))),
        ("meta article:published_time", dates.iso(meta) or dates.american(meta)),
        ("meta datePublished", dates.iso(page.meta.get("datepublished"))),
    ):
        if moment:
            yield name, moment


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return clean(value, entities=True) if isinstance(value, str) else ""


def _filled(texts: Texts) -> Texts:
    return {name: text for name, text in texts.items() if fold(text)}
