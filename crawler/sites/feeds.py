"""Channels: what a feed, a sitemap or a listing announces, in page order."""

import gzip
import heapq
import re
import zlib
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import feedparser
import msgspec
from lxml import etree

from crawler.article import Announced, ChannelRead, Identity, Problem
from crawler.outlets import BadAddress, Channel, Outlet, identify
from crawler.page import SavedPage
from crawler.sites.json_listings import read_json_listing
from crawler.vietnamese import dates
from crawler.vietnamese.text import clean

LARGEST_SITEMAP = 50_000_000  # bytes: the protocol's own limit, uncompressed
# A news sitemap holds at most 1,000 articles (Google's limit); older entries of a larger one are not tonight's news.
NEWEST_OF_A_SITEMAP = 1_000
_PROLOG_BYTES = 4096
LONGEST_DESCRIPTION = 500  # letters: a lead has up to 400, and some feeds hold whole articles
_LONGEST_SUMMARY = 5_000  # letters with the markup
_MARKUP = re.compile(r"<[^>]*>?")
_SITEMAP_ROOT = re.compile(rb"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.S)


def is_sitemap(page: SavedPage) -> bool:
    """Return True for a sitemap or an index of sitemaps, by its root element."""
    data = page.body
    if data[:2] == b"\x1f\x8b":
        try:
            data = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, _PROLOG_BYTES)
        except zlib.error:
            return False
    return bool(_SITEMAP_ROOT.match(data[:_PROLOG_BYTES].removeprefix(b"\xef\xbb\xbf")))


def read_channel(page: SavedPage, outlet: Outlet, channel: Channel, *, whole: bool = False) -> ChannelRead:
    """Read what a channel announces: this outlet's articles only, each once; faults are problems, not raised.

    Of a very large sitemap only the newest entries are kept, unless `whole`.
    """
    readers = {"rss": _read_feed, "sitemap": _read_sitemap, "listing": _read_listing}
    result = ChannelRead(channel.name, [])
    if page.status >= 400:
        result.problems.append(Problem("channel", "http_error", str(page.status)))
        return result
    if page.defect:
        result.problems.append(Problem("channel", "unreadable", page.defect))
        return result
    try:
        if channel.kind == "json":
            entries = read_json_listing(page, channel, result)
            base = (
                f"https://{outlet.home_host}/"  # addresses resolve as on the front page: the listing's host may differ
            )
        else:
            entries, base = readers[channel.kind](page, result), page.url
        result.announced += _distinct_articles(entries, base, outlet)
        if channel.kind == "listing":
            result.next_url = _next_page(page, channel)
        elif channel.kind == "sitemap" and not whole:
            _keep_newest(result)
    except Exception as error:  # a broken feed is the site's fault and must not end the crawl
        result.problems.append(Problem("channel", "unreadable", f"{type(error).__name__}: {error}"[:200]))
    names_pages = result.more or (channel.kind == "sitemap" and result.next_url)
    if not result.announced and not names_pages:
        result.problems.append(Problem("channel", "nothing_announced"))
    return result


def linked_feeds(page: SavedPage) -> list[str]:
    """Return the addresses of the feeds that a page's head links to."""
    links = page.select("//link[@rel='alternate'][contains(@type,'rss') or contains(@type,'atom')][@href]")
    return list(dict.fromkeys(urljoin(page.url, link.get("href") or "") for link in links))


def _distinct_articles(entries: Iterator[Announced], base: str, outlet: Outlet) -> list[Announced]:
    """Return the outlet's articles, each once, with absolute addresses."""
    articles: dict[Identity, Announced] = {}
    for entry in entries:
        try:
            url = urljoin(base, entry.url.strip())
            identity = identify(url, outlet)
        except (BadAddress, ValueError):
            continue
        if identity is None:
            continue
        article = msgspec.structs.replace(entry, url=url)
        if identity not in articles:
            articles[identity] = article
        elif article.title and not articles[identity].title:  # the picture's link comes first, the headline's second
            articles[identity] = msgspec.structs.replace(articles[identity], title=article.title)
    return list(articles.values())


def _read_feed(page: SavedPage, result: ChannelRead) -> Iterator[Announced]:
    parsed = feedparser.parse(page.body)
    if not parsed.get("version"):
        result.problems.append(Problem("channel", "not_a_feed", page.header("content-type")))
    for entry in parsed.entries:
        if link := entry.get("link") or entry.get("id"):
            title = clean(str(entry.get("title", "")), entities=True) or None
            yield Announced(str(link), title, _entry_time(entry), description=_entry_text(entry))


def _entry_text(entry: "feedparser.FeedParserDict") -> str | None:
    """Return the start of what the feed says of an article, without its picture and its markup."""
    text = _MARKUP.sub(" ", str(entry.get("summary") or "")[:_LONGEST_SUMMARY])
    return clean(text, entities=True)[:LONGEST_DESCRIPTION] or None


def _entry_time(entry: "feedparser.FeedParserDict") -> str | None:
    raw = str(entry.get("published") or entry.get("updated") or "")
    if moment := dates.iso(raw):
        return moment.iso()
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if parsed and re.match(r"^\w{3},|^\d{1,2} \w{3} ", raw):
        zone = "+00:00"
        stamp = f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}T{parsed[3]:02}:{parsed[4]:02}:{parsed[5]:02}{zone}"
        moment = dates.iso(stamp)
        return moment.iso() if moment else None
    moment = dates.american(raw) if re.search(r"[AP]M\s*$", raw) else dates.printed(raw)
    return moment.iso() if moment else None


def _read_sitemap(page: SavedPage, result: ChannelRead) -> Iterator[Announced]:
    root = _sitemap_root(page)
    if root is None:
        result.problems.append(Problem("channel", "not_a_sitemap"))
        return
    if etree.QName(root).localname == "sitemapindex":
        newest = sorted(
            (_sort_key_by_age(changed, location) for location, changed in _sitemaps_in_index(root)), reverse=True
        )
        result.next_url = newest[0][-1] if newest else None
        result.more = [child[-1] for child in newest[1:2]]
        return
    for node in root.iter("{*}url"):
        if location := _child_text(node, "loc"):
            published = dates.iso(_child_text(node, "publication_date"))
            modified = dates.iso(_child_text(node, "lastmod"))
            yield Announced(
                location,
                clean(_child_text(node, "title"), entities=True) or None,
                published.iso() if published else None,
                modified.iso() if modified else None,
            )


def sitemaps_of(page: SavedPage) -> list[tuple[str, str | None]]:
    """Return (address, time of change or None) for each sitemap that an index names; [] for a sitemap.

    Raises gzip.BadGzipFile, zlib.error or lxml's XMLSyntaxError where the page cannot be read.
    """
    root = _sitemap_root(page)
    return [] if root is None or etree.QName(root).localname != "sitemapindex" else _sitemaps_in_index(root)


def _sitemaps_in_index(root: etree._Element) -> list[tuple[str, str | None]]:
    sitemaps = ((_child_text(n, "loc"), _child_text(n, "lastmod")) for n in root if isinstance(n.tag, str))
    return [(location, changed) for location, changed in sitemaps if location]


def _sitemap_root(page: SavedPage) -> etree._Element | None:
    data = page.body
    if data[:2] == b"\x1f\x8b":
        data = _unzipped(data)
    return etree.fromstring(data.strip(), etree.XMLParser(recover=True, resolve_entities=False, no_network=True))


def _sort_key_by_age(lastmod: str | None, location: str) -> tuple[str, list[int], str]:
    """Return the key that sorts an index's sitemaps by date, or by the numbers in the names: 2026-9 before 2026-10."""
    changed = dates.iso(lastmod)
    return changed.iso() if changed else "", [int(n) for n in re.findall(r"\d{1,9}", location)], location


def _keep_newest(result: ChannelRead) -> None:
    """Keep the newest entries of a very large sitemap, in its order."""
    if (count := len(result.announced)) > NEWEST_OF_A_SITEMAP:
        newest = heapq.nlargest(
            NEWEST_OF_A_SITEMAP, result.announced, key=lambda item: item.modified_at or item.published_at or ""
        )
        newest_urls = {item.url for item in newest}
        result.announced = [item for item in result.announced if item.url in newest_urls]
        result.problems.append(Problem("channel", "cut", f"the newest {NEWEST_OF_A_SITEMAP} of {count}"))


def _unzipped(data: bytes) -> bytes:
    decompressor = zlib.decompressobj(16 + zlib.MAX_WBITS)
    unzipped = decompressor.decompress(data, LARGEST_SITEMAP)
    if decompressor.unconsumed_tail:
        raise gzip.BadGzipFile(f"a sitemap of more than {LARGEST_SITEMAP} bytes")
    return unzipped


def _child_text(node: etree._Element, name: str) -> str | None:
    """Return the text of the first descendant of this local name, whatever its namespace."""
    child = next(node.iter(f"{{*}}{name}"), None)
    text = child.text if child is not None else None
    return str(text).strip() or None if text else None


def _read_listing(page: SavedPage, result: ChannelRead) -> Iterator[Announced]:
    """Yield every link in page order; links are resolved against the page, since <base> names a static host."""
    if page.tree is None:
        result.problems.append(Problem("channel", "empty_page"))
        return
    for link in page.tree.iter("a"):
        if href := link.get("href"):
            yield Announced(href, clean(link.text_content()) or clean(link.get("title")) or None)


def _next_page(page: SavedPage, channel: Channel) -> str | None:
    """Return the address of the next page where this one links to it, by rel=next or by the channel's template."""
    if page.tree is None:
        return None
    for link in page.tree.xpath("//a[@rel='next'][@href] | //link[@rel='next'][@href]"):
        return str(urljoin(page.url, str(link.get("href"))))
    if "{page}" not in channel.url:
        return None
    head, tail = (re.escape(part) for part in channel.url.split("{page}", 1))
    match = re.fullmatch(head + r"(\d+)" + tail, page.url)
    next_number = (int(match[1]) if match else 1) + 1
    target = urlsplit(channel.url.replace("{page}", str(next_number)))
    for link in page.tree.iter("a"):
        parts = urlsplit(urljoin(page.url, link.get("href") or ""))
        if (parts.path, parts.query.rstrip("&")) == (target.path, target.query.rstrip("&")):
            return target.geturl()
    return None
