"""Scrubbed twins of pages: the markup stays, everything that the page says is thrown away.

A twin can be shared and committed: nobody's text is in it, nor a number, an address or a name of the page. It is read
as its page is, field by field. What is put in place of the words is drawn by chance and kept nowhere, so no key and no
model of the language turns a twin back into its page.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from crawler.article import ArticleRead, Outcome, Unreadable
from crawler.contributor.twins.addresses import Addresses
from crawler.contributor.twins.calendar import Calendar
from crawler.contributor.twins.chance import Numbers, Words
from crawler.contributor.twins.data import Scripts
from crawler.contributor.twins.forms import Forms
from crawler.contributor.twins.tags import Tags, said_in
from crawler.contributor.twins.text import LINE_BREAK, Text, escaped, unescaped
from crawler.outlets import Outlet
from crawler.page import SavedPage
from crawler.sites import read
from crawler.vietnamese.text import fold

_PIECE = re.compile(
    r"(<!--.*?-->|<script\b[^>]*>.*?</script\s*>|<style\b.*?</style\s*>|<!\[.*?\]?>|<\?.*?>"
    r"|<[!/?a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>)",
    re.S | re.I,
)
_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script\s*>)", re.S | re.I)
_TAG_NAME = re.compile(r"</?\s*([a-zA-Z][\w:-]*)")
_SCRIPTS_OF_WORDS = re.compile(r"ld\+json|\boutputData\b|\.html\(\s*`", re.I)
_STYLE = re.compile(r"<style\b.*?</style\s*>", re.S | re.I)
_INLINE_NAMES = """
a abbr acronym b bdi bdo big br cite code em font i ins kbd label mark nobr q s samp small span strike strong sub sup
tt u var wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())


def scrub_page(page: SavedPage, outlet: Outlet, *, names: bool = True) -> SavedPage:
    """Return the twin of a page: its HTML, its address and its time.

    Without `names` the paper's own name is replaced as well; some readings depend on it.
    """
    return _Twin(page, outlet, names=names).page()


class _Twin:
    """One twin in the making."""

    def __init__(self, page: SavedPage, outlet: Outlet, *, names: bool) -> None:
        self._original = page
        said = _what_is_said(page)
        self._words, self._numbers = Words(said), Numbers(f"{unescaped(page.text)} {unquote(page.text)} {page.url}")
        self._calendar = Calendar(said, page.fetched_at, self._numbers)
        self._addresses = Addresses(outlet, self._words, self._numbers, self._calendar)
        result = read(page, outlet).result
        forms = Forms(outlet, self._calendar, said, names=names, site_tags=_site_tags(result, outlet))
        self._text = Text(self._words, self._numbers, forms, garbled=isinstance(result, Unreadable))
        self._tags = Tags(self._text, self._addresses, self._numbers, said)
        self._scripts = Scripts(self._text, self._addresses, self._numbers, self._html)

    def page(self) -> SavedPage:
        url = self._addresses.article(self._original.url)
        body = self._html(self._original.text).encode()
        return replace(self._original, body=body, url=url, fetched_at=self._calendar.moment(self._original.fetched_at))

    def _html(self, text: str) -> str:
        """Return the twin of HTML: text between two borders of blocks is one line, which marks may divide."""
        parts: list[str] = []
        line: list[int] = []
        for piece in filter(None, _PIECE.split(text)):
            name = _tag_name(piece)
            if name is None:
                line.append(len(parts))
                parts.append(piece)
                continue
            if name == "br":
                line.append(len(parts))
                parts.append(LINE_BREAK + self._tags.twin(piece))
                continue
            if name not in _INLINE:
                self._print(parts, line)
                line = []
            parts.append(self._of_markup(piece))
        self._print(parts, line)
        return "".join(parts)

    def _of_markup(self, piece: str) -> str:
        if piece.startswith("<!--"):
            return "<!-- -->"
        if script := _SCRIPT.fullmatch(piece):
            return self._tags.twin(script[1]) + self._scripts.twin(script[1], script[2]) + "</script>"
        return "<style></style>" if piece[:6].lower() == "<style" else self._tags.twin(piece)

    def _print(self, parts: list[str], line: list[int]) -> None:
        """Put the twins of a line's texts into the parts."""
        texts = [LINE_BREAK if parts[n].startswith(LINE_BREAK) else unescaped(parts[n]) for n in line]
        if not any(text.strip() for text in texts):
            texts = []
        for n, twin in zip(line, self._text.twins(texts) if texts else (parts[n] for n in line), strict=True):
            if parts[n].startswith(LINE_BREAK):
                parts[n] = parts[n][len(LINE_BREAK) :]
            elif texts:
                parts[n] = escaped(twin, parts[n])


def _site_tags(result: Outcome, outlet: Outlet) -> frozenset[str]:
    """Return the folded tags of the whole site, without those that the page's article has as well."""
    own = result.article.tags if isinstance(result, ArticleRead) else []
    return frozenset(map(fold, outlet.site_tags)) - frozenset(map(fold, own))


def _tag_name(piece: str) -> str | None:
    """Return the name of a tag in small letters, '' for other markup, None for text."""
    if not piece.startswith("<") or not _PIECE.fullmatch(piece):
        return None
    match = _TAG_NAME.match(piece)
    return match[1].lower() if match else ""


def _what_is_said(page: SavedPage) -> str:
    """Return all that the page says, in text, attributes, structured data and addresses, entities decoded."""
    return unescaped(" ".join([unquote(page.url), *(unquote(piece) for piece in _saying_pieces(page.text))]))


def _saying_pieces(text: str) -> Iterator[str]:
    for piece in filter(None, _PIECE.split(text)):
        if piece.startswith("<!--") or _STYLE.fullmatch(piece):
            continue
        if (script := _SCRIPT.fullmatch(piece)) and not _SCRIPTS_OF_WORDS.search(piece):
            continue
        if script:
            yield _decoded_letters(script[2])
        elif (name := _TAG_NAME.match(piece)) and _tag_name(piece) is not None:
            yield from said_in(piece[name.end() : -1])
        else:
            yield piece


def _decoded_letters(script: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), script)
