"""Kinds of a paper's saved files, recognised by content: front page, article, feed, sitemap, robots.txt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import feedparser

from crawler.outlets import BadAddress, normal_url
from crawler.page import SavedPage
from crawler.sites.families import FAMILIES
from crawler.sites.sitemaps import is_sitemap

_ROBOTS = re.compile(rb"\s*(?:#[^\n]*\n\s*)*(?:user-agent|sitemap|disallow|allow)\s*:", re.I)
_FEED = re.compile(rb"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.S)
_HEAD = 4096  # bytes
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)[\s>]", re.I)
_ARTICLE_TYPES = frozenset({"newsarticle", "article", "reportagenewsarticle", "blogposting"})
# An article's address ends in a number, or in a long slug: menus have neither.
NUMBERED_ADDRESS = re.compile(r"-(?:[a-z]*\d{2,}|[0-9a-f]{7})(?:\.(?:html?|aspx|bbg)|/)?$", re.I)


class NotRecognised(ValueError):
    """A file is not a page, feed, sitemap or robots.txt."""


@dataclass
class SavedPaper:
    """The saved files of one paper, by kind."""

    article: SavedPage | None = None
    front: SavedPage | None = None
    robots: SavedPage | None = None
    feeds: list[SavedPage] = field(default_factory=list)
    sitemaps: list[SavedPage] = field(default_factory=list)


def families_of(page: SavedPage) -> list[str]:
    """Return the families whose layout the page has, by their signatures."""
    return [name for name, family in FAMILIES.items() if name == family.name != "generic" and family.recognises(page)]


def sort_saved_files(pages: Iterable[SavedPage]) -> SavedPaper:
    """Sort pages by kind; of several articles or front pages only the first is used. Raises NotRecognised."""
    paper = SavedPaper()
    for page in pages:
        head = page.body[:_HEAD].removeprefix(b"\xef\xbb\xbf")
        if _ROBOTS.match(head):
            paper.robots = paper.robots or page
        elif is_sitemap(page):
            paper.sitemaps.append(page)
        elif _FEED.match(head):
            paper.feeds.append(page)
        elif not _MARKUP.search(page.body):
            raise NotRecognised(f"what is said to be {page.url}: no page, feed, sitemap or robots.txt by its content")
        elif is_article(page):
            paper.article = paper.article or page
        else:
            paper.front = paper.front or page
    return paper


def is_article(page: SavedPage) -> bool:
    """Return True if the page is an article's: by its address, its declared type, or a family's layout."""
    if urlsplit(page.url).path in ("", "/") and not urlsplit(page.url).query:
        return False
    types = {str(t).casefold() for o in page.jsonld for t in (o.get("@type") or "",)}
    return (
        bool(types & _ARTICLE_TYPES)
        or page.meta.get("og:type", "").casefold() == "article"
        or bool(families_of(page))
        or bool(NUMBERED_ADDRESS.search(urlsplit(page.url).path))
    )


def declared_address(page: SavedPage) -> str | None:
    """Return the address that a saved file declares: canonical link, og:url, a feed's self link or site."""
    links = [link.get("href") for link in page.select("//link[@rel='canonical'][@href]")]
    for address in (*links, page.meta.get("og:url")):
        if address and address.startswith(("http://", "https://")):
            return str(address)
    if _FEED.match(page.body[:_HEAD]):
        head = feedparser.parse(page.body).feed
        self_links = [link.get("href") for link in head.get("links", []) if link.get("rel") == "self"]
        return str(self_links[0] if self_links and self_links[0] else head.get("link") or "") or None
    return None


def article_link(paper: SavedPaper) -> str | None:
    """Return the address of one article that a feed, a sitemap or the front page announces."""
    for feed in paper.feeds:
        for entry in feedparser.parse(feed.body).entries:
            if entry.get("link"):
                return str(urljoin(feed.url, entry["link"]))
    for page in paper.sitemaps:
        for url in re.findall(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", page.body):
            if NUMBERED_ADDRESS.search(urlsplit(url.decode("utf8", "replace")).path):
                return str(url.decode("utf8", "replace"))
    return next((url for url in links(paper.front) if NUMBERED_ADDRESS.search(urlsplit(url).path)), None)


def links(page: SavedPage | None) -> list[str]:
    """Return the addresses on the page's host that it links to, in the page's order, each once."""
    addresses: dict[str, None] = {}
    for link in page.select("//a[@href]") if page else ():
        try:
            address = normal_url(urljoin(page.url, link.get("href") or "")) if page else ""
        except (BadAddress, ValueError):
            continue
        if page and urlsplit(address).hostname == urlsplit(normal_url(page.url)).hostname:
            addresses[address] = None
    return list(addresses)
