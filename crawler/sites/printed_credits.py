"""Credits that a page prints to a source, wherever they stand: a line of its own such as 'Theo TTXVN'."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.page import SavedPage
from crawler.sites.element_text import BLOCKS, text_of
from crawler.vietnamese import bylines

# libxml finds the few elements with a short text that may be a credit; their words are judged after that.
_WORDS = ("Theo ", "THEO ", "(theo ", "Nguồn", "NGUỒN")
_HAS_WORD = " or ".join(f"contains(.,'{word}')" for word in (*_WORDS, "/"))
_MAY_BE_CREDIT = f"//body/descendant::text()[string-length() <= {bylines.LONGEST_BYLINE} and ({_HAS_WORD})]/.."
# All slashes are those of dates, of which a page prints dozens.
_DATED = re.compile(r"[^/]*(?:\d\s?/\s?\d[^/]*)+")
# What stands in them credits a picture, or another page's text, or is no text at all.
_NOT_OF_THE_TEXT = frozenset({"figure", "figcaption", "a", "nav", "header", "footer", "script", "style", "noscript"})
_DEEPEST_MARK = 4  # inline elements around a word of a line: '<p><strong><span>Theo </span>…'
_MOST_PARTS = 8  # elements in a line: names, a dash and a source, each in its own
_MOST_ELEMENTS = 200  # that may be a credit: dates with a slash are most of them


def printed_credits(page: SavedPage) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each line of the page that credits a source: its element, and the source's name."""
    for element in islice(page.select(_MAY_BE_CREDIT), _MOST_ELEMENTS):
        text = element.text or ""
        if "/" in text and _DATED.fullmatch(text) and not any(word in text for word in _WORDS):
            continue
        if any(e.tag in _NOT_OF_THE_TEXT for e in (element, *element.iterancestors())):
            continue
        for line in _lines_around(element):
            words = text_of(line)
            if bylines.looks_like_byline(words) and (credit := bylines.read(words).source):
                yield line, credit.agency
                break


def _lines_around(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the element, and those around it up to the block that sets it as a line."""
    for line in islice((element, *element.iterancestors()), _DEEPEST_MARK):
        if len(line) > _MOST_PARTS:
            return
        yield line
        if line.tag in BLOCKS:
            return
