"""The breadcrumb of a page of unknown layout, by the shape of its links: few, short, from the front page down."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.page import SavedPage
from crawler.sites.body import resolved_url, text_of
from crawler.vietnamese.text import fold

_HOME = frozenset({"trang chủ", "trang nhất", "home", "homepage", "trang đầu", "đầu trang"})
_BOXES = ("nav", "ol", "ul", "div", "p", "section", "span", "td", "header", "h2", "h3", "h4")
_MOST_CRUMBS = 5
_MOST_NAME_WORDS = 8
_LONGEST_CRUMB = 40  # letters
_MOST_BOXES = 4000
_SEPARATORS = re.compile(r"[\s/|>»›·•→▸:,–—-]+")


def breadcrumb(page: SavedPage, headline: HtmlElement | None, base_url: str) -> list[str]:
    """Return the sections over the article, from the top; [] where no row of links has the shape.

    The row begins at the front page and has few links; a menu begins so too, but has more. Without such a row, the
    sections are links whose address the article's own address continues.
    """
    own = urlsplit(page.url)
    rows = [row for box in islice(_boxes(page), _MOST_BOXES) if (row := _crumbs_of(box))]
    paths = {id(a): urlsplit(resolved_url(base_url, a.get("href") or "")).path.rstrip("/") for row in rows for a in row}
    for row in rows:
        from_home = not paths[id(row[0])] or fold(text_of(row[0])) in _HOME
        if from_home and len(row) > 1 and _is_over(row[-1], headline):
            return _names(row[1:], headline)
    return _sections_of_address(page, own.path, base_url)


def front_page_names(page: SavedPage, base_url: str) -> list[str]:
    """Return the texts of links to the front page, in a logo or a breadcrumb, that are names and not its label."""
    host = urlsplit(page.url).hostname
    names = []
    for link in islice(page.select("//a[@href]"), _MOST_BOXES):
        address = urlsplit(resolved_url(base_url, link.get("href") or ""))
        text = text_of(link)
        if address.hostname == host and address.path in ("", "/") and not address.query and not address.fragment:
            names += [text] if 1 < len(text.split()) <= _MOST_NAME_WORDS and fold(text) not in _HOME else []
    return list(dict.fromkeys(names))


def _boxes(page: SavedPage) -> Iterator[HtmlElement]:
    if page.tree is not None:
        yield from page.tree.iter(*_BOXES)


def _crumbs_of(box: HtmlElement) -> list[HtmlElement]:
    """Return the links of a box that holds a row of them and little else."""
    links = [*islice(box.iter("a"), _MOST_CRUMBS + 2)]
    if not 1 < len(links) <= _MOST_CRUMBS + 1 or any(not 0 < len(text_of(a)) <= _LONGEST_CRUMB for a in links):
        return []
    return links


def _is_over(link: HtmlElement, headline: HtmlElement | None) -> bool:
    """Return True unless the headline stands before the link."""
    if headline is None:
        return True
    before = {*headline.iterancestors()}
    branch = next((e for e in (link, *link.iterancestors()) if e.getparent() in before), None)
    if branch is None:
        return False
    own = next((e for e in (headline, *headline.iterancestors()) if e.getparent() is branch.getparent()), None)
    parent = branch.getparent()
    return own is None or parent is None or parent.index(branch) <= parent.index(own)


def _names(links: list[HtmlElement], headline: HtmlElement | None) -> list[str]:
    own = fold(text_of(headline)) if headline is not None else ""
    names = [_SEPARATORS.sub(" ", text_of(link)).strip() for link in links]
    return [name for name in dict.fromkeys(names) if name and fold(name) != own and fold(name) not in _HOME]


def _sections_of_address(page: SavedPage, path: str, base_url: str) -> list[str]:
    """Return the names of the links whose path the article's path continues, the shortest path first."""
    name_by_path: dict[str, str] = {}
    for link in page.select("//a[@href]"):
        parent = urlsplit(resolved_url(base_url, link.get("href") or "")).path
        parent = re.sub(r"\.(?:html?|aspx|php)$", "", parent).rstrip("/")
        name = text_of(link)
        if parent and path.startswith(f"{parent}/") and 0 < len(name) <= _LONGEST_CRUMB:
            name_by_path.setdefault(parent, name)
    return [name_by_path[parent] for parent in sorted(name_by_path, key=len)]
