"""The saved page: bytes, address, time and headers of one fetch; and the text, tree and head read from them."""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

import lxml.html
from lxml import etree

from crawler.page.xpath_search import XPathSearch

_SNIFF_BYTES = 4096
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_BYTE_ORDER_MARKS = (  # the longer first: a mark of UTF-32 begins with one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32le"),
    (b"\x00\x00\xfe\xff", "utf-32be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"),
    (b"\xfe\xff", "utf-16be"),
)
_NUL_PLACES = (("utf-16-be", 0), ("utf-16-le", 1))  # NUL bytes of ASCII letters are at even or at odd places
# A raw NUL or escape in the text stops lxml or ends the page early; no letter's UTF-8 holds one of these bytes.
_FORBIDDEN_BYTES = bytes({*range(0x20)} - set(b"\t\n\r"))
_SHARE_OF_NULS = 0.3  # of the bytes at even or odd places: only UTF-16 has so many
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SHARE_OF_BROKEN = 0.3  # of the letters beyond ASCII
# Windows' editors saved windows-1258, and templates declared the western set: there the tones are letters of their own.
_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"})
_TONE = re.compile("([aeiouyăâêôơư])?[\u0300\u0301\u0303\u0309\u0323]", re.I)
_FEWEST_TONES = 5
_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]*\?>")

_JSON = json.JSONDecoder(strict=False)
_LAST_COMMA = re.compile(r",(\s*[}\]])")

# The lookup of lxml.html calls Python for each element; this one does not, and forms and labels are plain elements.
_CLASSES = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement, comment=lxml.html.HtmlComment, pi=lxml.html.HtmlProcessingInstruction
)


class _ThreadParser(threading.local):
    """One parser for each thread: to set one up takes a fifth as long as to parse a page."""

    def __init__(self) -> None:
        self.parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        self.parser.set_element_class_lookup(_CLASSES)


_OF_THREAD = _ThreadParser()


class PageTooDeep(ValueError):
    """The page nests deeper than the parser follows; the rest of the page is not in the tree."""


@dataclass(frozen=True)
class SavedPage:
    """One fetched page; text, tree, JSON-LD and meta are read once, at their first use.

    `defect` says why the body is empty where the site's answer could not be unpacked.
    """

    body: bytes
    url: str
    fetched_at: datetime
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    record_id: str = ""
    truncated: bool = False
    defect: str = ""

    @cached_property
    def text(self) -> str:
        """Decode the body: byte order mark, UTF-8 where valid, what header or meta declares, else windows-1258."""
        unmarked, encoding = self._without_mark
        if encoding:
            return unmarked.decode(encoding, "replace")
        if self._utf8 is not None:
            return self._utf8
        broken = self.body.decode("utf-8", "replace")
        others = sum(1 for _ in _NOT_ASCII.finditer(broken))
        # A few broken bytes, as of a text cut in the middle of a letter, do not make it another charset, whatever a
        # header says: of the letters of a page in windows-1258 none is valid.
        if broken.count("\ufffd") < _SHARE_OF_BROKEN * others:
            return broken
        vietnamese = self.body.decode("cp1258", "replace")
        for name in self._declared_encodings():
            if name.lower() in _WESTERN and _has_tones(vietnamese):
                continue
            try:
                if name.lower().replace("-", "") != "utf8":
                    return self.body.decode(name)
            except (LookupError, UnicodeDecodeError):
                continue
        return vietnamese

    @cached_property
    def _without_mark(self) -> tuple[bytes, str | None]:
        """Return the body without its byte order mark, and the encoding by that mark or by NUL bytes, or None."""
        for mark, encoding in _BYTE_ORDER_MARKS:
            if self.body.startswith(mark):
                return self.body[len(mark) :], encoding
        return self.body, self._utf16_by_nuls()

    @cached_property
    def _utf8(self) -> str | None:
        """Return the text of a body that is valid UTF-8 and not marked as another encoding, or None."""
        if self._without_mark[1]:
            return None
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def _utf16_by_nuls(self) -> str | None:
        """Return the kind of UTF-16 without a byte order mark, by its NUL bytes, which are valid UTF-8 too; or None."""
        head = self.body[:_SNIFF_BYTES]
        if 0 not in head:
            return None
        nuls = {name: head[start::2].count(0) / max(1, len(head) // 2) for name, start in _NUL_PLACES}
        name = max(nuls, key=lambda each: nuls[each])
        return name if nuls[name] >= _SHARE_OF_NULS and min(nuls.values()) < _SHARE_OF_NULS / 2 else None

    def _declared_encodings(self) -> Iterator[str]:
        if charset := _HEADER_CHARSET.search(self.header("content-type")):
            yield charset[1]
        from bs4.dammit import EncodingDetector  # noqa: PLC0415 - slow, and nearly every page is UTF-8

        if meta := EncodingDetector.find_declared_encoding(self.body, is_html=True):
            yield meta

    def header(self, name: str) -> str:
        """Return one response header whatever the case of its name, or ''."""
        lower_name = name.lower()
        return next((v for k, v in self.headers.items() if k.lower() == lower_name), "")

    @cached_property
    def tree(self) -> lxml.html.HtmlElement | None:
        """Parse the text with lxml; None where there is no element to parse. Raises PageTooDeep."""
        # Valid UTF-8 is parsed as it came: to encode its text again takes up to half as long as to parse it.
        text = self.body if self._utf8 is not None else self.text.encode("utf-8", "replace")
        # The search takes half as long as the copy, and most pages have no such byte.
        if any(code in text for code in _FORBIDDEN_BYTES):
            text = text.translate(None, _FORBIDDEN_BYTES)
        if declaration := _XML_DECLARATION.match(text):
            text = text[declaration.end() :]
        if not text or text.isspace():
            return None
        parser = _OF_THREAD.parser
        try:
            tree = _largest_root(lxml.html.document_fromstring(text, parser=parser))
        except (etree.ParserError, etree.XMLSyntaxError):
            return None
        if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            raise PageTooDeep("elements nest deeper than the parser follows")
        return tree

    def select(self, path: str) -> list[lxml.html.HtmlElement]:
        """Return the elements at an XPath, in the page's order; each path is searched once."""
        return self._xpath_search.at(path) if self._xpath_search else []

    @cached_property
    def _xpath_search(self) -> XPathSearch | None:
        return XPathSearch(self.tree) if self.tree is not None else None

    @cached_property
    def jsonld(self) -> list[dict[str, Any]]:
        """Return every JSON-LD object of the page in order, `@graph` unfolded; invalid JSON is left out."""
        if self.tree is None:
            return []
        objects: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or "").lower():
                objects.extend(_json_objects(_parsed_json(script.text or "")))
        return objects

    @cached_property
    def meta(self) -> dict[str, str]:
        """Map each meta name or property (lower case) to its first non-empty content."""
        contents: dict[str, str] = {}
        if self.tree is None:
            return contents
        for element in self.tree.iter("meta"):
            content = (element.get("content") or "").strip()
            for attribute in ("name", "property", "itemprop"):
                if content and (name := element.get(attribute)):
                    contents.setdefault(name.strip().lower(), content)
        return contents


def _has_tones(text: str) -> bool:
    """Return True if a text has several tone marks and most of them on vowels: it was rightly read as windows-1258."""
    on_vowels = [bool(mark[1]) for mark in _TONE.finditer(text)]
    return sum(on_vowels) >= max(_FEWEST_TONES, len(on_vowels) // 2)


def _largest_root(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Return the root that holds the page: Tây Ninh closes its first <html> at once, and a second one follows."""
    others = [e for e in root.itersiblings() if isinstance(e.tag, str)]
    return max([root, *others], key=lambda e: sum(1 for _ in e.iter())) if others else root


def _parsed_json(text: str) -> object:
    """Parse JSON as papers print it: raw line breaks in strings, trailing commas, comment marks around it."""
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    )
    text = text.rstrip(";")
    for without_last_commas in (False, True):
        try:
            return _JSON.decode(_LAST_COMMA.sub(r"\1", text) if without_last_commas else text)
        except (ValueError, RecursionError):
            continue
    return None


def _json_objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(value, list):
        for item in value:
            yield from _json_objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _json_objects(value.get("@graph"), depth + 1)
