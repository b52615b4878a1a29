"""One page as it was saved: bytes, address, time, headers; and the text, tree and head read from them."""

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

from crawler.archive.search import Places

_SNIFF_BYTES = 4096
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_MARKS = (  # the longer first: a mark of UTF-32 begins with one of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32le"), (b"\x00\x00\xfe\xff", "utf-32be"), (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"),
)  # fmt: skip
_HALVES = (("utf-16-be", 0), ("utf-16-le", 1))  # where the NUL bytes of ASCII letters stand
# A raw NUL or escape in the text stops lxml or ends the page early; no letter's UTF-8 holds one of these bytes.
_FORBIDDEN = bytes({*range(0x20)} - set(b"\t\n\r"))
_ZEROS = 0.3  # share of NUL bytes at even or odd places that only UTF-16 has
_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]*\?>")

_JSON = json.JSONDecoder(strict=False)
_LAST_COMMA = re.compile(r",(\s*[}\]])")

# lxml.html asks Python for the class of each element that is looked at; forms and labels are elements here.
_CLASSES = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement, comment=lxml.html.HtmlComment, pi=lxml.html.HtmlProcessingInstruction
)


class _Thread(threading.local):
    """Keep a parser for each thread: to set one up takes a fifth as long as to parse a page."""

    def __init__(self) -> None:
        self.parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        self.parser.set_element_class_lookup(_CLASSES)


_THREAD = _Thread()


class PageTooDeep(ValueError):
    """The page nests deeper than the parser follows; what stands behind is not in the tree."""


@dataclass(frozen=True)
class SavedPage:
    """Keep one fetched page; everything derived from it is read once, when it is first asked for.

    `defect` says why the body is empty where what the site sent could not be unpacked.
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
        unmarked, certain = self._marked
        if certain:
            return unmarked.decode(certain, "replace")
        if self._utf8 is not None:
            return self._utf8
        for name in self._declared():
            if name.lower().replace("-", "") == "utf8":
                return self.body.decode("utf-8", "replace")  # a few broken bytes do not make it another charset
            try:
                return self.body.decode(name)
            except (LookupError, UnicodeDecodeError):
                continue
        broken = self.body.decode("utf-8", "replace")
        if broken.count("\ufffd") * 50 < len(broken):
            return broken
        return self.body.decode("cp1258", "replace")

    @cached_property
    def _marked(self) -> tuple[bytes, str | None]:
        """Return the body without its byte order mark, and the encoding that mark or NUL bytes make certain."""
        for mark, name in _MARKS:
            if self.body.startswith(mark):
                return self.body[len(mark) :], name
        return self.body, self._without_mark()

    @cached_property
    def _utf8(self) -> str | None:
        """Return the text of a body that is valid UTF-8 and says nothing else."""
        if self._marked[1]:
            return None
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def _without_mark(self) -> str | None:
        """Tell UTF-16 without a byte order mark by the NUL bytes of its ASCII letters, which UTF-8 would let pass."""
        head = self.body[:_SNIFF_BYTES]
        if 0 not in head:
            return None
        zeros = {name: head[start::2].count(0) / max(1, len(head) // 2) for name, start in _HALVES}
        name = max(zeros, key=lambda each: zeros[each])
        return name if zeros[name] >= _ZEROS and min(zeros.values()) < _ZEROS / 2 else None

    def _declared(self) -> Iterator[str]:
        if found := _HEADER_CHARSET.search(self.header("content-type")):
            yield found[1]
        from bs4.dammit import EncodingDetector  # noqa: PLC0415 - slow, and nearly every page is UTF-8

        if meta := EncodingDetector.find_declared_encoding(self.body, is_html=True):
            yield meta

    def header(self, name: str) -> str:
        """Return one response header whatever the case of its name, or ''."""
        wanted = name.lower()
        return next((v for k, v in self.headers.items() if k.lower() == wanted), "")

    @cached_property
    def tree(self) -> lxml.html.HtmlElement | None:
        """Parse the text with lxml; None where there is no element to parse. Raises PageTooDeep."""
        # Valid UTF-8 is parsed as it came: to encode its text again takes up to half as long as to parse it.
        text = self.body if self._utf8 is not None else self.text.encode("utf-8", "replace")
        if any(code in text for code in _FORBIDDEN):  # to look takes half as long as to copy, and most pages have none
            text = text.translate(None, _FORBIDDEN)
        if found := _XML_DECLARATION.match(text):
            text = text[found.end() :]
        if not text or text.isspace():
            return None
        parser = _THREAD.parser
        try:
            tree = _fullest(lxml.html.document_fromstring(text, parser=parser))
        except (etree.ParserError, etree.XMLSyntaxError):
            return None
        if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            raise PageTooDeep("elements nest deeper than the parser follows")
        return tree

    def select(self, path: str) -> list[lxml.html.HtmlElement]:
        """Return the elements at an XPath, in the page's order; asked again, the page is not searched again."""
        return self._places.at(path) if self._places else []

    @cached_property
    def _places(self) -> Places | None:
        return Places(self.tree) if self.tree is not None else None

    @cached_property
    def jsonld(self) -> list[dict[str, Any]]:
        """Return every JSON-LD object of the page in order, `@graph` unfolded; what is no JSON is left out."""
        if self.tree is None:
            return []
        found: list[dict[str, Any]] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or "").lower():
                found.extend(_objects(_loads(script.text or "")))
        return found

    @cached_property
    def meta(self) -> dict[str, str]:
        """Map each meta name or property (lower case) to its first non-empty content."""
        found: dict[str, str] = {}
        if self.tree is None:
            return found
        for element in self.tree.iter("meta"):
            content = (element.get("content") or "").strip()
            for attribute in ("name", "property", "itemprop"):
                if content and (name := element.get(attribute)):
                    found.setdefault(name.strip().lower(), content)
        return found


def _fullest(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Return the root with the page in it: Tây Ninh closes its first <html> at once, and a second one follows."""
    others = [e for e in root.itersiblings() if isinstance(e.tag, str)]
    return max([root, *others], key=lambda e: sum(1 for _ in e.iter())) if others else root


def _loads(text: str) -> object:
    """Read JSON as papers print it: raw line breaks in strings, trailing commas, comment marks around it."""
    text = (
        text.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    )
    text = text.rstrip(";")
    for mended in (False, True):
        try:
            return _JSON.decode(_LAST_COMMA.sub(r"\1", text) if mended else text)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 5:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)
