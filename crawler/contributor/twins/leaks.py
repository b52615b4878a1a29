"""Leaks: what of a page still stands in its twin; `record` writes no twin that has one."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.contributor.twins.addresses import KEPT_WORDS, words_of_rules
from crawler.contributor.twins.chance import LETTERS, LONG_NUMBER, unaccented
from crawler.contributor.twins.forms import form_words
from crawler.contributor.twins.tags import SETTINGS, is_known
from crawler.contributor.twins.text import unescaped
from crawler.outlets import Outlet, catalogue
from crawler.page import SavedPage
from crawler.sites.marks import names_of

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_TEXTS = ("alt", "title", "content", "placeholder", "value", "summary", "label")
_ADDRESSES = ("href", "src", "data-src", "data-original", "action", "srcset", "content")
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_TAG = re.compile(r"<[^>]*>")


def leaks(page: SavedPage, twin: SavedPage, outlet: Outlet) -> list[str]:
    """Return the word pairs, numbers of four digits, addresses and mail addresses of a page that stand in its twin."""
    own = [*names_of(outlet), *(host.host for paper in catalogue().values() for host in paper.hosts)]
    own += [host.host for host in outlet.hosts]
    known = form_words() | KEPT_WORDS | words_of_rules(outlet)
    known |= {unaccented(word) for name in own for word in LETTERS.findall(name)}
    pairs = {pair for text in _said(page) for pair in _pairs(text) if not known.issuperset(pair)}
    pairs &= {pair for text in (twin.url, *_all_values(twin)) for pair in _pairs(_decoded(text))}
    original, written = _decoded(f"{page.text} {page.url}"), _decoded(f"{twin.text} {twin.url}")
    numbers = {*LONG_NUMBER.findall(original)} & {*LONG_NUMBER.findall(written)}
    numbers -= {number for host in outlet.hosts for number in LONG_NUMBER.findall(host.host)}  # a twin names its paper
    mails = {*_MAIL.findall(original)} & {*_MAIL.findall(written)}
    addresses = {address for address in _addresses(page, known) if address in written}
    return sorted(" ".join(pair) for pair in pairs) + sorted(numbers | mails | addresses)


def _decoded(text: str) -> str:
    return unquote(unescaped(_UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    words = [unaccented(word) for word in LETTERS.findall(text)]
    return ((a, b) for a, b in pairwise(words) if len(a) > 1 and len(b) > 1)


def _said(page: SavedPage) -> Iterator[str]:
    """Yield every text of a page: shown, in attributes, in structured data, in addresses, in scripts that hold text."""
    if page.tree is None:
        yield page.text
        return
    for element in page.tree.iter():
        if isinstance(element.tag, str):
            if element.tag == "script":
                yield from _texts_of_script(element.text or "")
            elif element.tag != "style":
                yield element.text or ""
            if not _is_setting(element):
                yield from (element.get(name) or "" for name in _TEXTS)
                yield from (unquote(path) for path in _paths(element))
        yield element.tail or ""


def _all_values(twin: SavedPage) -> Iterator[str]:
    """Yield every text, comment, script and attribute of a twin: in the tree, and what the parser may leave out."""
    for element in twin.tree.iter() if twin.tree is not None else ():
        yield from (element.text or "", element.tail or "")
        for name, value in element.attrib.items() if isinstance(element.tag, str) else ():
            is_name = name in ("class", "id", "name")
            yield " ".join(token for token in value.split() if not is_known(token)) if is_name else value
    yield _TAG.sub(" \N{BULLET} ", twin.text)


def _is_setting(element: HtmlElement) -> bool:
    names = {(element.get(name) or "").strip().lower() for name in ("name", "property", "http-equiv")}
    return not names.isdisjoint(SETTINGS | {"refresh"})


def _texts_of_script(script: str) -> Iterator[str]:
    for match in _JSON_STRING.finditer(script):
        try:
            text = str(json.loads(match[0], strict=False))
        except ValueError:
            continue
        if not text.isascii():
            yield _TAG.sub(" ", unescaped(text))


def _addresses(page: SavedPage, known: frozenset[str]) -> Iterator[str]:
    """Yield the path of each address in which more than one word stands that no rule or form has."""
    for element in page.tree.iter() if page.tree is not None else ():
        if isinstance(element.tag, str) and not _is_setting(element):
            for path in _paths(element):
                if len({unaccented(word) for word in LETTERS.findall(path)} - known) > 1:
                    yield path


def _paths(element: HtmlElement) -> Iterator[str]:
    for name in _ADDRESSES:
        value = (element.get(name) or "").strip()
        try:
            yield urlsplit(value).path if "/" in value and " " not in value else ""
        except ValueError:
            continue
