"""The breadcrumb of a page of unknown layout, by the shape of its links: few, short, from the front page down."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.page import SavedPage
from crawler.sites.body import Line
from crawler.sites.element_text import text_of
from crawler.sites.pictures import resolved_url
from crawler.vietnamese.text import fold

_YOU_ARE_HERE = re.compile(r"^(?:bạn đang (?:ở|xem)(?: đây)?|you are here)\s*:?\s*", re.I)
_HOME = frozenset({"trang chủ", "trang nhất", "home", "homepage", "trang đầu", "đầu trang"})
_BOXES = ("nav", "ol", "ul", "div", "p", "section", "span", "td", "header", "h2", "h3", "h4")
_MOST_CRUMBS = 5
_MOST_NAME_WORDS = 8
_LONGEST_CRUMB = 40  # letters
_MOST_BOXES = 4000
_ARROWS = re.compile(r"\s*[/|>»›→▸]\s*|\s+[·•]\s+")
_MOST_LINES_BETWEEN = 7  # between breadcrumb and headline, with the breadcrumb's own
_SEPARATORS = " /|>»›·•→▸:,–—-"


def crumbs_over_headline(lines: list[Line]) -> list[str]:
    """Return the sections named just over a headline: a few links, or names with arrows or slashes between them.

    `lines` end at the headline. A kicker or a date may stand between; a long row of links is a menu.
    """
    row: list[str] = []
    setting = None
    for distance, line in enumerate(reversed(lines)):
        if distance >= _MOST_LINES_BETWEEN and not row:
            break
        parts = [part.strip() for part in _ARROWS.split(_YOU_ARE_HERE.sub("", line.text)) if part.strip()]
        is_path = len(parts) > 1 and max(map(len, parts)) <= _LONGEST_CRUMB and not any(map(str.isdigit, line.text))
        if (line.linked_only or is_path) and setting in (None, (line.kind, line.classes)):
            row, setting = parts + row, (line.kind, line.classes)
        elif row:
            break
    if not row or len(row) > _MOST_CRUMBS or max(map(len, row)) > _LONGEST_CRUMB:
        return []
    return [name for name in dict.fromkeys(row) if fold(name) not in _HOME]


def breadcrumb(page: SavedPage, headline: HtmlElement | None, base_url: str) -> list[str]:
    """Return the sections of the row of links that begins at the front page, nearest over the headline; or [].

    A menu begins so too, but has more links.
    """
    rows = [row for box in islice(_boxes(page), _MOST_BOXES) if (row := _crumbs_of(box))]
    for row in reversed(rows):
        addresses = [urlsplit(resolved_url(base_url, link.get("href") or "")) for link in row]
        from_home = addresses[0].path in ("", "/") or fold(text_of(row[0])) in _HOME
        if from_home and len({a.hostname for a in addresses}) == 1 and _is_over(row[-1], headline):
            return _names(row[1:], headline)
    return []


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
    names = [text_of(link).strip(_SEPARATORS) for link in links]
    return [name for name in dict.fromkeys(names) if name and fold(name) != own and fold(name) not in _HOME]


def sections_of_address(page: SavedPage, base_url: str) -> list[str]:
    """Return the names of the links whose path the article's path continues, the shortest path first."""
    path = urlsplit(page.url).path
    name_by_path: dict[str, str] = {}
    for link in page.select("//a[@href][not(starts-with(@href,'#'))]"):
        parent = urlsplit(resolved_url(base_url, link.get("href") or "")).path
        parent = re.sub(r"\.(?:html?|aspx|php)$", "", parent).rstrip("/")
        name = text_of(link)
        if parent and path.startswith(f"{parent}/") and 0 < len(name) <= _LONGEST_CRUMB:
            name_by_path.setdefault(parent, name)
    return [name_by_path[parent] for parent in sorted(name_by_path, key=len)]
