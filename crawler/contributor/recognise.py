"""What a saved page is: an article's, by family, declared type or address; and the address that a file declares."""

import re
from urllib.parse import urlsplit

import feedparser

from crawler.learner.announcements import declared_addresses
from crawler.learner.saved_files import is_feed
from crawler.page import SavedPage
from crawler.sites.families import families_of

_ARTICLE_TYPES = frozenset({"newsarticle", "article", "reportagenewsarticle", "blogposting"})
# An article's address ends in a number, or in a long slug: menus have neither.
NUMBERED_ADDRESS = re.compile(r"-(?:[a-z]*\d{2,}|[0-9a-f]{7})(?:\.(?:html?|aspx|bbg)|/)?$", re.I)


def is_article(page: SavedPage) -> bool:
    """Return True if one page alone is an article's: by its address, its declared type, or a family's layout."""
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
    """Return the address that a saved file declares: canonical link, og:url, JSON-LD, a feed's self link or site."""
    for address in declared_addresses(page):
        if address.startswith(("http://", "https://")):
            return address
    if is_feed(page):
        head = feedparser.parse(page.body).feed
        self_links = [link.get("href") for link in head.get("links", []) if link.get("rel") == "self"]
        return str(self_links[0] if self_links and self_links[0] else head.get("link") or "") or None
    return None
