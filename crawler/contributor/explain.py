"""Why a reading says what it says: for each field every witness on the page, and which of them was believed."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.article import ArticleRead
from crawler.outlets import Outlet, identify
from crawler.page import SavedPage
from crawler.sites import read
from crawler.sites.families import FAMILIES, Family
from crawler.vietnamese.text import clean

_PLACES = {
    "headline": "headlines",
    "lead": "lead_places",
    "published_at": "date_places",
    "bylines": "byline_places",
    "source_credit": "source_places",
    "section": "section_places",
    "tags": "tag_places",
    "body": "containers",
}
_JSONLD = {
    "headline": ("headline", "name"),
    "lead": ("description",),
    "published_at": ("datePublished",),
    "modified_at": ("dateModified",),
    "section": ("articleSection",),
}
_META = {
    "headline": ("og:title",),
    "lead": ("og:description", "description"),
    "published_at": ("article:published_time",),
    "section": ("article:section",),
}
LONGEST_SHOWN = 160


@dataclass(frozen=True)
class Witness:
    """One place that speaks of a field: where it stands in the page, what it says, whether it was believed."""

    name: str
    path: str
    says: str
    believed: bool


def explain(page: SavedPage, outlet: Outlet) -> dict[str, list[Witness]]:
    """Return each field's witnesses in the order in which they are asked; a page of no article has none."""
    reading, identity = read(page, outlet), identify(page.url, outlet)
    family = FAMILIES.get(reading.parser.partition("/")[0])
    if family is None or identity is None or page.tree is None:
        return {}
    evidence = reading.result.evidence if isinstance(reading.result, ArticleRead) else {}
    reader = family(page, outlet, identity)
    found = {field: [*_witnesses(reader, field, evidence.get(field, ""))] for field in (*_PLACES, "modified_at")}
    return {field: witnesses for field, witnesses in found.items() if witnesses}


def _witnesses(reader: Family, field: str, evidence: str) -> Iterator[Witness]:
    said, seen = False, set[str]()
    for name, path, text in _candidates(reader, field):
        if text and path not in seen:  # a place that a second rule finds again is no rival
            seen.add(path)
            believed = name in evidence or (field == "body" and not said and "container" in evidence)
            said = said or believed
            yield Witness(name, path, text[:LONGEST_SHOWN], believed)
    if evidence and not said:
        yield Witness(evidence, "", "", True)


def _candidates(reader: Family, field: str) -> Iterator[tuple[str, str, str]]:
    tree = reader.page.tree
    for place in getattr(reader, _PLACES[field]) if field in _PLACES else ():
        for _, element in reader.select(place):
            where = element.getroottree().getpath(element) if tree is not None else ""
            yield f"dom {place}", where, clean(element.text_content())
    for key in _JSONLD.get(field, ()):
        for number, found in enumerate(reader.jsonld_articles, start=1):
            if isinstance(found.get(key), str):
                yield f"jsonld {key}", f"JSON-LD article {number}", clean(found[key], entities=True)
    for key in _META.get(field, ()):
        yield f"meta {key}", f"meta {key}", clean(reader.page.meta.get(key), entities=True)
