"""Explanation of a reading: for each field every witness on the page, and which of them was believed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.article import ArticleRead
from crawler.outlets import Outlet, identify
from crawler.page import SavedPage
from crawler.sites import read
from crawler.sites.families import FAMILIES, Family
from crawler.sites.families.learned import Learned
from crawler.sites.place_changes import PLACES
from crawler.vietnamese.text import clean

_FIELDS = [field for field in PLACES if field != "not_text"]
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
LONGEST_PLACE = 80  # letters of a place: a whole XPath has 300, and the class is what one looks for
_CLASS_OF = re.compile(r"contains\(concat\(' ',(?:normalize-space\(@class\)|@class),' '\),' ([\w-]+) '\)")
_PART_OF_CLASS = re.compile(r"contains\(@class,'([\w-]+)'\)")
_ID_OF = re.compile(r"@id='([\w-]+)'")
_IN_BRACKETS = re.compile(r"\[((?:[.#][\w*-]+)(?: and [.#][\w*-]+)*)\]")


@dataclass(frozen=True)
class Witness:
    """One place that gives a field: where it is in the page, its text, and whether it was believed."""

    name: str
    path: str
    text: str
    believed: bool


def explain(page: SavedPage, outlet: Outlet) -> dict[str, list[Witness]]:
    """Return each field's witnesses in the order in which they are consulted; a page without an article has none."""
    reading, identity = read(page, outlet), identify(page.url, outlet)
    family = FAMILIES.get(reading.parser.partition("/")[0])
    if family is None or identity is None or page.tree is None:
        return {}
    evidence = reading.result.evidence if isinstance(reading.result, ArticleRead) else {}
    reader = family(page, outlet, identity)
    by_field = {field: [*_witnesses(reader, field, evidence.get(field, ""))] for field in (*_FIELDS, "modified_at")}
    return {field: witnesses for field, witnesses in by_field.items() if witnesses}


def dead_places(page: SavedPage, outlet: Outlet) -> dict[str, list[str]]:
    """Return for each field the declared places that match nothing, of fields that no declared place gave.

    Of a family whose places are for several layouts, most never match one page: they are shown where it matters.
    """
    identity = identify(page.url, outlet)
    family = FAMILIES.get(read(page, outlet).parser.partition("/")[0])
    if family is None or family.name == "generic":  # as a page without the family's container is read too
        family = FAMILIES[outlet.family]
    if family.name == "generic" or identity is None or page.tree is None:
        return {}
    reader = family(page, outlet, identity)
    by_field = {field: getattr(reader, name) for field, name in PLACES.items() if field in _FIELDS}
    silent = {field: places for field, places in by_field.items() if not any(reader.select(*places))}
    return {field: [short_place(place) for place in places] for field, places in silent.items() if places}


def short_place(path: str) -> str:
    """Return an XPath as CSS writes it, as far as it can: '.sapo', '#content-detail', 'h1'; at most 80 letters."""
    short = _CLASS_OF.sub(r".\1", path)
    short = _ID_OF.sub(r"#\1", _PART_OF_CLASS.sub(r".*\1*", short))
    short = _IN_BRACKETS.sub(r"\1", short).replace("//*", " ").replace("//", " ").replace(" and ", "")
    short = " ".join(short.split())
    return short if len(short) <= LONGEST_PLACE else f"{short[: LONGEST_PLACE - 1]}…"


def _witnesses(reader: Family, field: str, evidence: str) -> Iterator[Witness]:
    any_believed, seen_paths = False, set[str]()
    for name, path, text in _candidates(reader, field):
        if text and path not in seen_paths:  # a second rule that finds the same place is not another witness
            seen_paths.add(path)
            believed = name in _short_evidence(evidence) or (
                field == "body" and not any_believed and "container" in evidence
            )
            any_believed = any_believed or believed
            yield Witness(name, path, text[:LONGEST_SHOWN], believed)
    if evidence and not any_believed:
        yield Witness(evidence, "", "", True)


def _short_evidence(evidence: str) -> str:
    """Return the evidence with its place as short as a witness's name."""
    if not evidence.startswith("dom "):
        return evidence
    place, *others = evidence.removeprefix("dom ").split(" + ")
    return " + ".join([f"dom {short_place(place)}", *others])


def _candidates(reader: Family, field: str) -> Iterator[tuple[str, str, str]]:
    tree = reader.page.tree
    for place in getattr(reader, PLACES[field]) if field in _FIELDS else ():
        for _, element in reader.select(place):
            path = element.getroottree().getpath(element) if tree is not None else ""
            yield _with_evidence(reader, field, place), path, clean(element.text_content())
    for key in _JSONLD.get(field, ()):
        for number, data in enumerate(reader.jsonld_articles, start=1):
            if isinstance(data.get(key), str):
                yield f"jsonld {key}", f"JSON-LD article {number}", clean(data[key], entities=True)
    for key in _META.get(field, ()):
        yield f"meta {key}", f"meta {key}", clean(reader.page.meta.get(key), entities=True)


def _with_evidence(reader: Family, field: str, place: str) -> str:
    """Return a place's name; of a learned one with its evidence, as the reading has it."""
    return reader.evidence_of(field, f"dom {place}") if isinstance(reader, Learned) else f"dom {short_place(place)}"
