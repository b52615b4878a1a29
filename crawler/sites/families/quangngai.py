"""The quangngai family: Quảng Ngãi since 2025 (`/{slug}-{id}.htm`); a script inserts the body from a string."""

import html
import json
import re
from collections.abc import Iterator
from functools import cached_property

import lxml.html
from lxml.html import HtmlElement

from crawler.page import SavedPage
from crawler.sites.family import Family
from crawler.sites.places import has

# A body has some 10,000 letters: the patterns take them in runs, not one by one.
_ASSIGNED = re.compile(r'\boutputData\s*=\s*("[^"\\]*(?:\\.[^"\\]*)*")', re.S)
_INSERTED = re.compile(r"\$\(\s*['\"]#content['\"]\s*\)\.html\(\s*`([^`\\]*(?:\\.[^`\\]*)*)`", re.S)


class QuangNgai(Family):
    """Read pages whose `#content` is filled from `outputData = "…"` or `$('#content').html(`…`)`."""

    name = "quangngai"
    containers = ("//*[@id='content']",)
    headlines = ("//h1[not(ancestor::header)]",)
    date_places = ()
    lead_places = (f"//p[{has('sapo')}]", f"//*[@id='body']//*[{has('sapo')}]")
    section_places = (f"//p[{has('category')}]//a",)
    tag_places = ()

    @classmethod
    def recognises(cls, page: SavedPage) -> bool:
        """Return True if the page has one of the system's scripts: an element #content is on every second site."""
        return any(_ASSIGNED.search(script) or _INSERTED.search(script) for script in _scripts(page))

    @cached_property
    def container(self) -> HtmlElement | None:
        """Return the longest of the page's containers and the strings of its scripts, parsed; None without text."""
        shown = [e for _, e in self.select(*self.containers) if e.text_content().strip()]
        built = [lxml.html.fragment_fromstring(text, create_parent="div") for text in self._script_strings()]
        longest = max(shown + built, key=lambda e: len(e.text_content()), default=None)
        if longest is not None and longest in built:
            self.evidence["body"] = "script"
        return longest

    def _script_strings(self) -> Iterator[str]:
        for script in _scripts(self.page):
            for raw in _ASSIGNED.findall(script):
                try:
                    yield html.unescape(str(json.loads(raw, strict=False)))
                except ValueError:
                    continue
            for raw in _INSERTED.findall(script):
                yield re.sub(r"\\(.)", r"\1", raw)


def _scripts(page: SavedPage) -> Iterator[str]:
    """Yield the page's inline scripts that name what the patterns search for; 64 KB of others would take them 1 ms."""
    for script in page.select("//script[not(@src)]"):
        if (text := script.text) and ("outputData" in text or "#content" in text):
            yield text
