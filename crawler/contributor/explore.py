"""Exploration of a new paper from one address: front page, the feeds and sitemaps that it names, and one article."""

from collections.abc import Callable, Mapping
from itertools import chain
from urllib.parse import urljoin

from protego import Protego

from crawler.contributor.recognise import article_link, sort_saved_files
from crawler.outlets import normal_url
from crawler.page import SavedPage
from crawler.sites.feeds import linked_feeds

_MOST_FEEDS = 3
_MOST_SITEMAPS = 2


def explore(
    url: str,
    get: Callable[[str], SavedPage],
    robots: Mapping[str, SavedPage],
    report_failure: Callable[[OSError], None],
) -> list[SavedPage]:
    """Return the page at the address and the pages that it leads to; only a failure of the first page is raised.

    `get` fetches a page and fills `robots` with each host's robots.txt; `report_failure` gets other pages' errors.
    """
    first = get(url)
    pages = [first]
    requested = {normal_url(url), normal_url(first.url)}

    def add_page(address: str) -> None:
        if normal_url(address) in requested:
            return
        requested.add(normal_url(address))
        try:
            page = get(address)
        except OSError as error:
            report_failure(error)
            return
        if page.status == 200:
            pages.append(page)
        else:
            report_failure(OSError(f"{address}: status {page.status}"))

    add_page(urljoin(first.url, "/"))
    for feed in [*dict.fromkeys(chain.from_iterable(map(linked_feeds, pages)))][:_MOST_FEEDS]:
        add_page(feed)
    robots_pages = [page for page in robots.values() if page.status == 200]
    for sitemap in [*chain.from_iterable(Protego.parse(page.text).sitemaps for page in robots_pages)][:_MOST_SITEMAPS]:
        add_page(sitemap)
    paper = sort_saved_files(pages)
    if paper.article is None and (address := article_link(paper)):
        add_page(address)
    return [*pages, *robots_pages]
