"""Feeds: RSS of all versions, Atom and JSON Feed, as the sites' plugins and hands write them."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import feedparser
import msgspec

from crawler.article import Announced, ChannelRead, Problem
from crawler.page import SavedPage
from crawler.sites.channel_times import channel_time
from crawler.sites.sitemaps import LONGEST_TITLE
from crawler.vietnamese.text import clean

# Of a longer feed so many of its first and of its last items are read: the newest stand at one end.
_ITEMS_AT_AN_END = 1_000
LONGEST_DESCRIPTION = 500  # letters: a lead has up to 400, and some feeds hold whole articles
_ROOT_WITHIN = 2_000  # bytes: a declaration, a style sheet and a comment stand before it
_LONGEST_SUMMARY = 5_000  # letters with the markup
_MARKUP = re.compile(r"<[^>]*>?")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
_ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)
_START = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]", re.I)
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|RDF)\s*>", re.I)
# It may name another encoding than that of the bytes, which are read already.
_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
# HTML's own <link/> has no content, so some programs that write feeds put the address behind it.
_LINK_BEFORE_ADDRESS = re.compile(r"<link\s*/>\s*(https?://[^<\s]+)", re.I)
_JSON_FEED = re.compile(rb'\s*\{.{0,300}"https?://jsonfeed\.org/version/', re.S)
_UTF_8 = {"content-type": "application/xml; charset=utf-8"}


def is_feed(page: SavedPage) -> bool:
    """Return True for a feed by its root element, or by the version that a JSON Feed names."""
    start = page.body[:_ROOT_WITHIN].replace(b"\0", b"")  # as UTF-16 has them
    return bool(_START.search(start) or _JSON_FEED.match(start))


def read_feed(page: SavedPage, result: ChannelRead) -> Iterator[Announced]:
    """Yield a feed's entries in its order; faults are problems of the result."""
    if _JSON_FEED.match(page.body):
        yield from _json_entries(page)
        return
    text = page.text.lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(text)
    text = text[declaration.end() if declaration else 0 :]
    if is_feed(page) and not _END.search(text):
        result.problems.append(Problem("channel", "truncated", "no end of the feed"))
        text = text[: max((match.end() for match in _ITEM_END.finditer(text)), default=len(text))]
    text = _LINK_BEFORE_ADDRESS.sub(r"<link>\1</link>", _without_middle(text, result))
    parsed = feedparser.parse(text.encode("utf-8", "replace"), response_headers=_UTF_8)
    if not parsed.get("version"):
        result.problems.append(Problem("channel", "not_a_feed", page.header("content-type")))
    for entry in parsed.entries:
        if link := _link(entry, page):
            yield Announced(link, _title(str(entry.get("title", ""))), _time(entry), description=_description(entry))


def _without_middle(feed: str, result: ChannelRead) -> str:
    """Return a feed with its first and its last items only: feedparser takes a minute for 60,000."""
    ends = [match.end() for match in _ITEM_END.finditer(feed)]
    if len(ends) <= 2 * _ITEMS_AT_AN_END:
        return feed
    kept = f"the first and the last {_ITEMS_AT_AN_END} of {len(ends)} items were read"
    result.problems.append(Problem("channel", "cut", kept))
    return feed[: ends[_ITEMS_AT_AN_END - 1]] + feed[ends[-_ITEMS_AT_AN_END - 1] :]


def _link(entry: "feedparser.FeedParserDict", page: SavedPage) -> str:
    """Return the entry's address: of several, as where a counter of clicks stands before it, the first on this site."""
    names = ("link", "feedburner_origlink", "id")
    links = [_rooted(str(entry.get(name) or "").strip(), page) for name in names]
    return next((link for link in links if _is_page_of(link, page)), next(filter(None, links), ""))


def _rooted(link: str, page: SavedPage) -> str:
    """Return a link that begins with a file's or with the site's own name so that it starts at the site's root."""
    if not link or link.startswith("/") or urlsplit(link).scheme:
        return link
    return f"//{link}" if link.split("/", 1)[0] == urlsplit(page.url).hostname else f"/{link}"


def _is_page_of(link: str, page: SavedPage) -> bool:
    try:
        parts, own = urlsplit(link), urlsplit(page.url)
    except ValueError:
        return False
    hosts = {(host or "").removeprefix("www.") for host in (parts.hostname or own.hostname, own.hostname)}
    return len(hosts) == 1 and len(parts.path) > 1


def _title(text: str) -> str | None:
    return clean(_TAG.sub("", text[:LONGEST_TITLE]), entities=True) or None


def _description(entry: "feedparser.FeedParserDict") -> str | None:
    """Return the start of what the feed says of an article, without its picture and its markup."""
    return _plain(str(entry.get("summary") or ""))


def _plain(text: str) -> str | None:
    return clean(_MARKUP.sub(" ", text[:_LONGEST_SUMMARY]), entities=True)[:LONGEST_DESCRIPTION] or None


def _time(entry: "feedparser.FeedParserDict") -> str | None:
    raw = str(entry.get("published") or entry.get("updated") or "")
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    moment = channel_time(raw, tuple(parsed[:6]) if parsed else None)
    return moment.iso() if moment else None


def _json_entries(page: SavedPage) -> Iterator[Announced]:
    data: Any = msgspec.json.decode(page.body)
    for item in data["items"]:
        moment = channel_time(str(item.get("date_published") or ""))
        if link := str(item.get("url") or item.get("id") or ""):
            description = _plain(str(item.get("summary") or item.get("content_text") or item.get("content_html") or ""))
            yield Announced(
                link, _title(str(item.get("title") or "")), moment.iso() if moment else None, description=description
            )
