"""What a stranger serves to machines tonight: its feed, its sitemaps, robots.txt."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.sample_press.strangers import feeds
from crawler.sample_press.strangers.boxes import Item
from crawler.sample_press.strangers.head import SLOGAN, description_of
from crawler.sample_press.strangers.listing_page import listing_page
from crawler.sample_press.strangers.story import slug_of
from crawler.sample_press.strangers.tonight import Page, Tonight
from crawler.sample_press.strangers.truth import Announcement, TrueChannel

_FEED_LENGTH = 30
_FEED_PATHS = ("/rss/home.rss", "/feed/", "/rss.aspx?cat=0", "/rss/trang-chu.xml")


def feed_address(tonight: Tonight) -> str | None:
    """Return the address of the paper's feed, if it has one."""
    return None if tonight.paper.feed == "none" else tonight.root + _FEED_PATHS[tonight.paper.seed % 4]


def machine_pages(tonight: Tonight) -> Iterator[Page]:
    """Yield the feed, the sitemaps and robots.txt."""
    if url := feed_address(tonight):
        yield _feed(tonight, url, range(len(tonight.printed)))
        if tonight.paper.section_feeds:
            yield from _section_feeds(tonight)
    url, kind = f"{tonight.root}/sitemap.xml", tonight.paper.sitemap
    if kind == "flat":
        entries = _mapped(tonight)
        others = [f"{tonight.root}/", *_places(tonight), *(address for _, address, _ in tonight.topics)]
        yield Page("sitemap", url, feeds.sitemap(entries, others), TrueChannel("sitemap", url, entries))
    elif kind == "news":
        entries = tuple(replace(_announced(tonight, n), description=None) for n in range(len(tonight.printed)))
        newest = entries[:_FEED_LENGTH]
        body = feeds.news_sitemap(tonight.paper, newest)
        yield Page("news_sitemap", url, body, TrueChannel("news_sitemap", url, newest))
    elif kind == "index":
        yield from _index(tonight, url)
    yield Page("robots", f"{tonight.root}/robots.txt", feeds.robots(tonight.paper, url if kind != "none" else None))


def _section_feeds(tonight: Tonight) -> Iterator[Page]:
    """Yield a feed for each section, and the page that lists the feeds."""
    addresses = {name: f"{tonight.root}/rss/{slug_of(name)}.rss" for name in tonight.sections}
    for name, url in addresses.items():
        yield _feed(tonight, url, [n for n, each in enumerate(tonight.printed) if name in each.story.section])
    index = f"{tonight.root}/rss.html"
    items = [Item(url, f"RSS {name}", None, None, tonight.now) for name, url in addresses.items()]
    yield Page("feed_index", index, listing_page(tonight.sheet_of(index), "RSS", [("", items)], tonight.frame))


def _feed(tonight: Tonight, url: str, places: Sequence[int]) -> Page:
    """Write a feed of the newest of the articles at these places."""
    paper = tonight.paper
    entries = tuple(_announced(tonight, n) for n in places[:_FEED_LENGTH])
    if paper.feed_lie == "now":
        entries = tuple(replace(entry, published_at=tonight.now.replace(microsecond=0)) for entry in entries)
    if paper.feed_lie == "description":
        entries = tuple(replace(entry, description=SLOGAN) for entry in entries)
    body = (feeds.atom if paper.feed == "atom" else feeds.rss)(paper, paper.name, entries)
    return Page(paper.feed, url, body, TrueChannel(paper.feed, url, entries))


def _index(tonight: Tonight, url: str) -> Iterator[Page]:
    months: dict[str, list[Announcement]] = {}
    for entry, each in zip(_mapped(tonight), tonight.printed, strict=True):
        months.setdefault(f"{tonight.root}/sitemaps/{each.story.published_at:%Y-%m}.xml", []).append(entry)
    pages = f"{tonight.root}/sitemaps/pages.xml"
    yield Page("sitemap_index", url, feeds.sitemap_index([pages, *months]), TrueChannel("sitemap_index", url))
    yield Page("sitemap", pages, feeds.sitemap([], _places(tonight)), TrueChannel("sitemap", pages))
    for month, entries in months.items():
        yield Page("sitemap", month, feeds.sitemap(entries), TrueChannel("sitemap", month, tuple(entries)))


def _places(tonight: Tonight) -> list[str]:
    return [tonight.addresses.section(name) for name in tonight.sections]


def _announced(tonight: Tonight, place: int) -> Announcement:
    """Return what the feed says of an article: with the reader's tracks in its address where the paper has such."""
    story, true = tonight.printed[place].story, tonight.truths[place]
    url = dict(true.addresses).get("tracked", true.url)
    return Announcement(
        url, story.headline, story.published_at, None, tonight.paper.layouts[-1].mark + description_of(story)
    )


def _mapped(tonight: Tonight) -> tuple[Announcement, ...]:
    """Return what a sitemap says of the articles: addresses, and when they changed, if it says so at all."""
    lastmod = tonight.paper.lastmod
    return tuple(
        Announcement(
            true.url,
            modified_at=None
            if lastmod == "absent"
            else tonight.now
            if lastmod == "now"
            else each.story.modified_at or each.story.published_at,
        )
        for each, true in zip(tonight.printed, tonight.truths, strict=True)
    )
