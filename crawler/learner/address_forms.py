"""Forms of addresses: where an id may stand in one, and what it is made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

IdKind = Literal["number", "uuid", "hash", "token", "mask", "slug"]
Word = Literal["whole", "first", "last", "second_last"]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,5}$")
_SEPARATOR = re.compile(r"[-_.,;~+=!]+")
_NUMBER = re.compile(r"((?:[A-Za-z]{1,8}\d{1,6}){0,2}[A-Za-z]{1,8})(\d{1,20})$")
_GLUED_NUMBER = re.compile(r"\D(\d{3,20})$")
_HEX = re.compile(r"[0-9a-f]{6,64}$")
_TOKEN = re.compile(r"[A-Za-z0-9]{5,32}$")
_DASHED_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,24}$")
_MASKED = re.compile(r"\d+(?:[A-Za-z]+\d+)+$")
_HEAD_OF_VALUE = re.compile(r"(\d{1,20})([:_~](?=.)|-(?=\D))")
_LETTERS_AND_NUMBER = re.compile(r"([A-Za-z]{0,6})\d+")
_DIGITS = re.compile(r"\d+")
_DEEPEST = 4  # segments from the end that may hold an id


@dataclass(frozen=True)
class Form:
    r"""A place in an address and the kind of text that stands there.

    `segment` counts from the end of the path (1 is the last), or is 0 for a value of the query, named by `key`.
    `before` is the pattern of what stands before the id in its word ('ar' of 'ar994669', 'c\d+a' of 'c39a2200'), None
    for any letters; `ending` ends the last segment ('.html'), '' for an id in an earlier one; `size` is the length of a
    hash or token; `mask` is the pattern of a number with letters between.
    """

    kind: IdKind
    segment: int
    word: Word = "whole"
    before: str | None = ""
    separator: str = ""
    ending: str = ""
    key: str = ""
    size: int = 0
    mask: str = ""


@lru_cache(maxsize=20_000)
def forms_of(target: str) -> tuple[tuple[Form, str], ...]:
    """Return each form that a path with its query has, with the id that it would give; of one form the first counts."""
    forms: dict[Form, str] = {}
    parts = urlsplit(target)
    for form, value in (*_query_forms(parts.query), *_path_forms(parts.path)):
        forms.setdefault(form, value)
    return tuple(forms.items())


def segments_of(path: str) -> tuple[list[str], str]:
    """Return a path's segments, decoded and without the ending, and the ending ('.html', or '')."""
    segments = [unquote(segment) for segment in path.strip("/").split("/")]
    match = _ENDING.search(segments[-1])
    if match and match.start():
        segments[-1] = segments[-1][: match.start()]
        return segments, match[0]
    return segments, ""


def _query_forms(query: str) -> Iterator[tuple[Form, str]]:
    for key, value in parse_qsl(query):
        for kind, size, mask in _kinds(value):
            yield Form(kind, 0, key=key, size=size, mask=mask), value
        if head := _HEAD_OF_VALUE.match(value):  # Joomla's id=184141:slug
            yield Form("number", 0, "first", separator=head[2], key=key), head[1]


def _path_forms(path: str) -> Iterator[tuple[Form, str]]:
    segments, ending = segments_of(path)
    for depth, segment in enumerate(reversed(segments[-_DEEPEST:]), start=1):
        if segment:
            for form, value in _segment_forms(segment):
                yield replace(form, segment=depth, ending=ending if depth == 1 else ""), value


def _segment_forms(segment: str) -> Iterator[tuple[Form, str]]:
    for match in _UUID.finditer(segment):
        word: Word = "whole" if match[0] == segment else "last" if match.end() == len(segment) else "first"
        separator = segment[match.start() - 1] if word == "last" and match.start() else ""
        yield Form("uuid", 1, word, separator=separator), match[0]
    for word, text, separator in _words(segment):
        for kind, size, mask in _kinds(text):
            yield Form(kind, 1, word, "", separator, size=size, mask=mask), text
        if number := _NUMBER.fullmatch(text):
            yield Form("number", 1, word, _DIGITS.sub(r"\\d+", number[1]), separator), number[2]
    for border in [*_SEPARATOR.finditer(segment)][-3:-1]:  # some tokens hold dashes of their own: '5fN-x_Q3a'
        tail = segment[border.end() :]
        if _DASHED_TOKEN.fullmatch(tail):
            yield Form("token", 1, "last", "", border[0], size=len(tail)), tail
    if glued := _GLUED_NUMBER.search(segment):
        yield Form("number", 1, "last", None), glued[1]
    yield Form("slug", 1), segment


def _words(segment: str) -> Iterator[tuple[Word, str, str]]:
    """Yield the words of a segment that may be an id, each with the separator between it and the slug."""
    borders = [*_SEPARATOR.finditer(segment)]
    if not borders:
        yield "whole", segment, ""
        return
    yield "last", segment[borders[-1].end() :], borders[-1][0]
    yield "first", segment[: borders[0].start()], borders[0][0]
    if len(borders) > 1:
        yield "second_last", segment[borders[-2].end() : borders[-1].start()], borders[-2][0]


def _kinds(text: str) -> Iterator[tuple[IdKind, int, str]]:
    """Yield what a word may be as an id: its kind, the length of a hash, the mask of a number with letters."""
    if text.isascii() and text.isdecimal():
        yield "number", 0, ""
    if _UUID.fullmatch(text):
        yield "uuid", 0, ""
    if _HEX.fullmatch(text):
        yield "hash", len(text), ""
    if _TOKEN.fullmatch(text):
        yield "token", len(text), ""
    if _MASKED.fullmatch(text):
        yield "mask", 0, _DIGITS.sub(r"\\d+", text)


def shape_of(target: str) -> str:
    """Return what addresses of one kind have in common: first folder, depth, ending, letters before a number, keys."""
    parts = urlsplit(target)
    segments, ending = segments_of(parts.path)
    first = _DIGITS.sub("#", segments[0]) if len(segments) > 1 else ""
    last = _SEPARATOR.split(segments[-1])[-1]
    tail = f"{match[1]}#" if (match := _LETTERS_AND_NUMBER.fullmatch(last)) else "*" if _DIGITS.search(last) else ""
    keys = "&".join(sorted(key for key, _ in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{first}|{len(segments)}|{ending}|{tail}|{keys}"


def rough_shape(target: str) -> str:
    """Return depth and ending of an address: forms of one kind of page have both in common."""
    parts = urlsplit(target)
    segments, ending = segments_of(parts.path)
    return f"{len(segments)}{ending}{bool(parts.query)}"
