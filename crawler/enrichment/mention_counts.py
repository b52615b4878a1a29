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
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A piece of an article's text: what it is (one of PARTS), its number among its kind, and its text."""

    name: str
    number: int
    text: str


def places(parts: Sequence[Part], day: date | None, province: str) -> list[Row]:
    """Return the places named, as rows of `news.article_place` without article and number."""
    in_parts = iter(_places.find_in_parts([part.text for part in parts], day=day, province=province))
    counted = _count_mentions(parts, lambda _: next(in_parts), lambda place: (place.named.level, place.named.codes))
    return [
        {
            "text": p.text,
            "level": p.named.level,
            "codes": list(p.named.codes),
            "stood": None if day is None else p.then is not None,
            "today_level": p.now.level,
            "today_codes": list(p.now.codes),
            **where,
        }
        for p, where in counted
    ]


def documents(parts: Sequence[Part]) -> list[Row]:
    """Return the documents cited, as rows of `news.document_reference` without article and number."""
    counted = _count_mentions(parts, _documents.find, _document_key, _completed)
    return [
        {
            "kind": d.kind,
            "number": d.number,
            "number_key": d.number_key,
            "issuer": d.issuer,
            "issuer_code": d.issuer_code,
            "issued_on": d.date,
            "issued_year": d.year,
            "title": d.title,
            "draft": d.draft,
            "text": d.text,
            **where,
        }
        for d, where in counted
    ]


def _document_key(d: DocumentReference) -> Hashable:
    """Return what makes two citations one document: kind and number, else kind, name and year."""
    return (d.kind, d.number_key) if d.number_key else (d.kind, fold(d.title or d.text), d.year)


def officials(parts: Sequence[Part]) -> list[Row]:
    """Return the officials named, as rows of `news.official_mention` without article and number."""
    counted = _count_mentions(
        parts, _officials.find, lambda m: (fold(m.name), fold(m.office), fold(m.organ or ""), bool(m.former))
    )
    return [
        {
            "name": m.name,
            "name_key": fold(m.name),
            "office": m.office,
            "organ": m.organ,
            "kind": m.kind,
            "former": m.former,
            "honorific": m.honorific,
            "text": m.text,
            **where,
        }
        for m, where in counted
    ]


def _count_mentions(
    parts: Sequence[Part],
    find: Callable[[str], list[_Mention]],
    key: Callable[[_Mention], Hashable],
    completed: Callable[[_Mention, _Mention], _Mention] = lambda first, _: first,
) -> list[tuple[_Mention, Row]]:
    """Return each mention once with its count and its first part; `completed` adds what only a later one says."""
    by_key: dict[Hashable, tuple[_Mention, tuple[int, str, int]]] = {}
    for part in parts:
        for mention in find(part.text):
            first, (count, name, number) = by_key.get(key(mention), (mention, (0, part.name, part.number)))
            by_key[key(mention)] = completed(first, mention), (count + 1, name, number)
    return [
        (mention, {"mentions": count, "part": name, "part_seq": number})
        for mention, (count, name, number) in by_key.values()
    ]


def _completed(first: DocumentReference, later: DocumentReference) -> DocumentReference:
    dated = first if first.date else later
    return replace(
        first,
        issuer=first.issuer or later.issuer,
        date=dated.date,
        year=dated.year if dated.date else first.year or later.year,
        title=first.title or later.title,
    )
