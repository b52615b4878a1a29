"""The mentions of one article, each once: how often, and where first."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from crawler.vietnamese.mentions import documents as _documents
from crawler.vietnamese.mentions import officials as _officials
from crawler.vietnamese.mentions import places as _places
from crawler.vietnamese.mentions.documents import DocumentReference
from crawler.vietnamese.mentions.words import fold

PARTS = ("headline", "kicker", "lead", "body", "caption")
_Mention = TypeVar("_Mention")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Part:
    """A piece of an article's text: what it is (one of PARTS), its number among its kind, and its text."""

    name: str
    number: int
    text: str


def places(parts: Sequence[Part], day: date | None, province: str) -> list[Row]:
    """Return the places named, as values of `news.article_place` in the order of its columns."""
    found = _gather(
        parts,
        lambda text: _places.find(text, day=day, province=province),
        lambda place: (place.named.level, place.named.codes),
    )
    return [
        (
            p.text,
            p.named.level,
            list(p.named.codes),
            None if day is None else p.then is not None,
            p.now.level,
            list(p.now.codes),
            *where,
        )
        for p, where in found
    ]


def documents(parts: Sequence[Part]) -> list[Row]:
    """Return the documents cited, as values of `news.document_reference` in the order of its columns."""
    found = _gather(parts, _documents.find, _document_key, _completed)
    return [
        (
            d.kind,
            d.number,
            d.number_key,
            d.issuer,
            d.issuer_code,
            d.date,
            d.year,
            d.title,
            d.draft,
            d.text,
            *where,
        )
        for d, where in found
    ]


def _document_key(d: DocumentReference) -> Hashable:
    """Return what makes two citations one document: kind and number, else kind, name and year."""
    return (d.kind, d.number_key) if d.number_key else (d.kind, fold(d.title or d.text), d.year)


def officials(parts: Sequence[Part]) -> list[Row]:
    """Return the officials named, as values of `news.official_mention` in the order of its columns."""
    found = _gather(
        parts, _officials.find, lambda m: (fold(m.name), fold(m.office), fold(m.organ or ""), bool(m.former))
    )
    return [
        (m.name, fold(m.name), m.office, m.organ, m.kind, m.former, m.honorific, m.text, *where) for m, where in found
    ]


def _gather(
    parts: Sequence[Part],
    find: Callable[[str], list[_Mention]],
    key: Callable[[_Mention], Hashable],
    completed: Callable[[_Mention, _Mention], _Mention] = lambda first, _: first,
) -> list[tuple[_Mention, tuple[int, str, int]]]:
    """Return each mention once with its count and its first part; `completed` adds what a later one says more."""
    found: dict[Hashable, tuple[_Mention, tuple[int, str, int]]] = {}
    for part in parts:
        for mention in find(part.text):
            first, (count, name, number) = found.get(key(mention), (mention, (0, part.name, part.number)))
            found[key(mention)] = completed(first, mention), (count + 1, name, number)
    return list(found.values())


def _completed(first: DocumentReference, later: DocumentReference) -> DocumentReference:
    dated = first if first.date else later
    return replace(
        first,
        issuer=first.issuer or later.issuer,
        date=dated.date,
        year=dated.year if dated.date else first.year or later.year,
        title=first.title or later.title,
    )
