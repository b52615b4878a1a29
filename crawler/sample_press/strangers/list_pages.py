"""The pages of a stranger that list articles: front page, sections and their later pages, tags, authors, topics."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.sample_press.strangers.addresses import PAGE_SIZE
from crawler.sample_press.strangers.boxes import Item, item_list
from crawler.sample_press.strangers.listing_page import house_page, listing_page, pager_links
from crawler.sample_press.strangers.tonight import Page, Tonight
from crawler.sample_press.strangers.truth import Announcement, TrueChannel


def list_pages(tonight: Tonight, feed: str | None) -> Iterator[Page]:
    """Yield the pages that list articles, and those of the house; `feed` is the address of the feed to link."""
    yield _front_page(tonight, feed)
    for section in tonight.sections:
        yield from _section(tonight, section)
    for kind, url, _ in tonight.house:
        yield Page(kind, url, house_page(tonight.sheet_of(url), kind, tonight.frame, tonight.items[:5]))
    for url in tonight.addresses.printed_issues(tonight.now):
        yield Page("e_paper", url, house_page(tonight.sheet_of(url), "e_paper", tonight.frame, tonight.items[:5]))
    for n, (kind, url, name) in enumerate(tonight.topics):
        yield _short_list(tonight, kind, url, name, tonight.items[n::7])
    yield from _tags_and_authors(tonight)


def _front_page(tonight: Tonight, feed: str | None) -> Page:
    url, paper = f"{tonight.root}/", tonight.paper
    link = (
        f'<link rel="alternate" type="application/{paper.feed}+xml" href="{feed}">' if feed and paper.seed % 2 else ""
    )
    blocks = [("Tin mới", tonight.items[:PAGE_SIZE])]
    blocks += [(name, tonight.in_section(name)[:4]) for name in tonight.sections]
    body = listing_page(tonight.sheet_of(url), "Trang chủ", blocks, replace(tonight.frame, head=link))
    shown = {item.url: item for _, items in blocks for item in items}
    return Page("front_page", url, body, _channel("front_page", url, [*shown.values()]))


def _section(tonight: Tonight, name: str) -> Iterator[Page]:
    items = tonight.in_section(name)
    last = max(1, -(-len(items) // PAGE_SIZE))
    address = tonight.addresses.page_of
    numbers = [(n, address(name, n)) for n in range(1, last + 1)] if last > 1 else []
    for page in range(1, last + 1):
        url, on_page = address(name, page), items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        sheet, channel = tonight.sheet_of(url), _channel("listing", url, on_page)
        if tonight.paper.pagination == "load_more" and page > 1:
            yield Page("fragment", url, item_list(sheet, on_page, teasers=True, dated=False).encode(), channel)
            continue
        pager = pager_links(sheet, numbers, address(name, page + 1) if page < last else None)
        body = listing_page(sheet, name, [("", on_page)], tonight.frame, pager)
        yield Page("listing" if page == 1 else "later_page", url, body, channel)


def _tags_and_authors(tonight: Tonight) -> Iterator[Page]:
    by_tag: dict[str, list[Item]] = {}
    by_author: dict[str, list[Item]] = {}
    for item, each in zip(tonight.items, tonight.printed, strict=True):
        for tag in each.story.tags:
            by_tag.setdefault(tag, []).append(item)
        for author in each.story.signature.authors[:1]:
            by_author.setdefault(author.name, []).append(item)
    for name, items in by_tag.items():
        yield _short_list(tonight, "tag", tonight.addresses.tag(name), name, items)
    for name, items in by_author.items():
        yield _short_list(tonight, "author", tonight.addresses.person(name), name, items)


def _short_list(tonight: Tonight, kind: str, url: str, name: str, items: Sequence[Item]) -> Page:
    body = listing_page(tonight.sheet_of(url), name, [("", items[:PAGE_SIZE])], tonight.frame)
    return Page(kind, url, body)


def _channel(kind: str, url: str, items: Sequence[Item]) -> TrueChannel:
    return TrueChannel(kind, url, tuple(Announcement(item.url.partition("#")[0], item.headline) for item in items))
