"""Channels: what a feed, a sitemap or a listing announces, in page order."""

import heapq
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from urllib.parse import urljoin, urlsplit

import msgspec

from crawler.article import Announced, ChannelRead, Identity, Problem
from crawler.outlets import BadAddress, Channel, Outlet, identify
from crawler.page import SavedPage
from crawler.sites.feed_file import is_feed, read_feed
from crawler.sites.json_listings import read_json_listing
from crawler.sites.sitemaps import LONGEST_TITLE, is_sitemap, read_sitemap
from crawler.vietnamese.text import clean

# A news sitemap holds at most 1,000 articles (Google's limit); older entries of a larger one are not tonight's news.
# The largest listing of a paper names 300, the largest feed 500.
MOST_ARTICLES = 1_000
# Most links of a page lead to no article; one with more links than this is no listing.
_MOST_LINKS = 20_000
# What a section's address, without '.html', continues with on its second page: ?p=2, .html?p=2, /trang-2.html, /page/2/
_EXTENSION = re.compile(r"\.html?$")
_PAGE_TWO = re.compile(
    r"(?:\.?html?)?[/?&-]*(?:p|pg|page|paged|page-?no|page-?index|currentpage|trang)[=/-]?(2)(?:\.html?)?[/?&]*$", re.I
)
_NUMBER = re.compile(r"\d{3,18}")
# Systems that count articles instead of pages: the second page of twelve is ?start=12.
OFFSET = r"[?&](?:start|offset|limitstart)=\d+"
_MOST_OFFSET_PAGES = 2  # after the first: a night's articles of a section


def read_channel(page: SavedPage, outlet: Outlet, channel: Channel, *, whole: bool = False) -> ChannelRead:
    """Read what a channel announces: this outlet's articles only, each once; faults are problems, not raised.

    Of a very large channel only the newest entries are kept, unless `whole`.
    """
    readers: dict[str, Callable[[SavedPage, ChannelRead], Iterator[Announced]]] = {
        "rss": read_feed,
        "sitemap": partial(read_sitemap, whole=whole),
        "listing": _read_listing,
    }
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
            entries, base = readers[_kind_of_bytes(page) or channel.kind](page, result), page.url
        result.announced += _distinct_articles(entries, base, outlet)
        if channel.kind != "sitemap" and is_sitemap(page):
            # An index in another channel's place is not walked: only walks of sitemaps have a bound for indexes.
            result.next_url, result.more = None, []
        if channel.kind == "listing":
            result.next_url = _next_page(page, channel)
            result.more += _offset_pages(page)
        if not whole:
            _keep_newest(result, channel)
    except Exception as error:  # a broken feed is the site's fault and must not end the crawl
        result.problems.append(Problem("channel", "unreadable", f"{type(error).__name__}: {error}"[:200]))
    names_pages = result.more or (channel.kind == "sitemap" and result.next_url)
    if not result.announced and not names_pages:
        result.problems.append(Problem("channel", "nothing_announced"))
    return result


def _kind_of_bytes(page: SavedPage) -> str | None:
    """Return 'rss' or 'sitemap' where the root element says so: some sites name a feed as their sitemap."""
    if is_feed(page):
        return "rss"
    return "sitemap" if is_sitemap(page) else None


def feed_entries(page: SavedPage) -> list[Announced]:
    """Return all that a feed announces, of whatever site, in its order; addresses are as written."""
    return list(read_feed(page, ChannelRead("", [])))


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


def _keep_newest(result: ChannelRead, channel: Channel) -> None:
    """Keep the newest articles of a very large channel, in its order, and note by what they are the newest."""
    articles = result.announced
    count = len(articles)
    if count <= MOST_ARTICLES:
        return
    if channel.kind in ("listing", "json"):  # by their nature newest first
        result.announced, how = articles[:MOST_ARTICLES], f"the first {MOST_ARTICLES}"
    else:
        keys, how = _ages(articles)
        if keys is None:
            end = MOST_ARTICLES // 2
            result.announced, how = articles[:end] + articles[-end:], f"the first and the last {end}"
        else:
            newest = sorted(heapq.nlargest(MOST_ARTICLES, range(count), key=keys.__getitem__))
            result.announced, how = [articles[n] for n in newest], f"the newest {MOST_ARTICLES} by {how}"
    result.problems.append(Problem("channel", "cut", f"{how} of {count}"))


def _ages(articles: list[Announced]) -> tuple[list[tuple[str, int]] | None, str]:
    """Return a key that grows with each article's age in reverse, and its name; None where nothing tells the age.

    A date that all have alike is that of the file. Most papers number their articles in the order of their coming.
    """
    dates_ = [item.modified_at or item.published_at or "" for item in articles]
    numbers = [int(found[-1]) if (found := _NUMBER.findall(urlsplit(item.url).path)) else 0 for item in articles]
    if all(dates_) and len(set(dates_)) > 1:
        return list(zip(dates_, numbers, strict=True)), "date"
    if len(set(numbers)) > len(articles) // 2:
        return [("", number) for number in numbers], "number"
    if len(set(dates_)) > 1:
        return list(zip(dates_, numbers, strict=True)), "date"
    return None, "place"


def _read_listing(page: SavedPage, result: ChannelRead) -> Iterator[Announced]:
    """Yield every link in page order; links are resolved against the page, since <base> names a static host."""
    if page.tree is None:
        result.problems.append(Problem("channel", "empty_page"))
        return
    for link in islice(page.tree.iter("a"), _MOST_LINKS):
        if href := link.get("href"):
            yield Announced(href, _link_text(link.text_content()) or _link_text(link.get("title")) or None)


def _link_text(text: str | None) -> str:
    return clean((text or "")[:LONGEST_TITLE])


def page_template(page: SavedPage) -> str | None:
    """Return the form of a section's numbered pages, with '{page}' in it, where this page links to its second."""
    second = _linked_page_two(page)
    match = _PAGE_TWO.search(second or "")
    return f"{second[: match.start(1)]}{{page}}{second[match.end(1) :]}" if second and match else None


def _linked_page_two(page: SavedPage) -> str | None:
    """Return the address of the second page of this section, by a link that is its own address and a number."""
    if page.tree is None:
        return None
    path = _EXTENSION.sub("", urlsplit(page.url).path.rstrip("/"))
    for link in islice(page.tree.iter("a"), _MOST_LINKS):
        try:
            target = urlsplit(urljoin(page.url, link.get("href") or ""))
        except ValueError:
            continue
        rest = f"{target.path}?{target.query}".removeprefix(path).lstrip("/")
        is_of_section = path and target.hostname == urlsplit(page.url).hostname and target.path.startswith(path)
        if is_of_section and _PAGE_TWO.fullmatch(rest):
            return str(target._replace(fragment="").geturl())
    return None


def _offset_pages(page: SavedPage) -> list[str]:
    """Return the pages after a section's first that it links by the number of articles before them, nearest first."""
    if page.tree is None or re.search(OFFSET, page.url):
        return []
    own = re.compile(re.escape(page.url) + rf"({OFFSET})")
    links = (urljoin(page.url, link.get("href") or "") for link in islice(page.tree.iter("a"), _MOST_LINKS))
    pages = {match[0]: int(match[1].partition("=")[2]) for link in links if (match := own.fullmatch(link))}
    return sorted((url for url, before in pages.items() if before), key=pages.__getitem__)[:_MOST_OFFSET_PAGES]


def _next_page(page: SavedPage, channel: Channel) -> str | None:
    """Return the address of the next page where this one links to it, by rel=next or by the channel's template."""
    if page.tree is None:
        return None
    for link in page.tree.xpath("//a[@rel='next'][@href] | //link[@rel='next'][@href]"):
        return str(urljoin(page.url, str(link.get("href"))))
    if "{page}" not in channel.url:
        return _linked_page_two(page)
    head, tail = (re.escape(part) for part in channel.url.split("{page}", 1))
    match = re.fullmatch(head + r"(\d+)" + tail, page.url)
    next_number = (int(match[1]) if match else 1) + 1
    target = urlsplit(channel.url.replace("{page}", str(next_number)))
    for link in page.tree.iter("a"):
        parts = urlsplit(urljoin(page.url, link.get("href") or ""))
        if (parts.path, parts.query.rstrip("&")) == (target.path, target.query.rstrip("&")):
            return target.geturl()
    return None
