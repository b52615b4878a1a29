"""One page as it was saved: bytes, address, time, headers; and the text, tree and head read from them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

import lxml.html
from lxml import etree

# The HTML standard looks for a charset in the first 1024 bytes; papers' comments push it further down.
_SNIFF_BYTES = 4096
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# A raw NUL or escape in the text stops lxml or ends the page early.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True)
class SavedPage:
    """Keep one fetched page; everything derived from it is read once, when it is first asked for."""

    body: bytes
    url: str
    fetched_at: datetime
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    record_id: str = ""
    truncated: bool = False

    @cached_property
    def text(self) -> str:
        """Decode the body: byte order mark, UTF-8 where valid, what header or meta declares, else windows-1258."""
        for mark, name in _BOMS:
            if self.body.startswith(mark):
                return self.body.decode(name, "replace")
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError:
            pass
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

    def _declared(self) -> Iterator[str]:
        if found := _HEADER_CHARSET.search(self.header("content-type")):
            yield found[1]
        if meta := _META_CHARSET.search(self.body[:_SNIFF_BYTES]):
            yield meta[1].decode("ascii", "ignore")

    def header(self, name: str) -> str:
        """Return one response header whatever the case of its name, or ''."""
        wanted = name.lower()
        return next((v for k, v in self.headers.items() if k.lower() == wanted), "")

    @cached_property
    def tree(self) -> lxml.html.HtmlElement | None:
        """Parse the text with lxml; None where there is no element to parse."""
        text = _XML_DECLARATION.sub("", _FORBIDDEN.sub("", self.text))
        if not text.strip():
            return None
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        try:
            return _fullest(lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser))
        except (etree.ParserError, etree.XMLSyntaxError):
            return None

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
                name = (element.get(attribute) or "").strip().lower()
                if name and content:
                    found.setdefault(name, content)
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
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
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
