"""A new paper looked at from one address: its front page, the feeds and sitemaps that it names, and one article."""

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
    url: str, get: Callable[[str], SavedPage], robots: Mapping[str, SavedPage], failed: Callable[[OSError], None]
) -> list[SavedPage]:
    """Return the page at the address and what leads on from it; only that page's own failure is raised.

    `robots` fills with each host's robots.txt as `get` asks for pages; `failed` is told why another page did not come.
    """
    first = get(url)
    pages = [first]
    asked = {normal_url(url), normal_url(first.url)}

    def also(address: str) -> None:
        if normal_url(address) in asked:
            return
        asked.add(normal_url(address))
        try:
            page = get(address)
        except OSError as error:
            failed(error)
            return
        if page.status == 200:
            pages.append(page)
        else:
            failed(OSError(f"{address}: status {page.status}"))

    also(urljoin(first.url, "/"))
    for feed in [*dict.fromkeys(chain.from_iterable(map(linked_feeds, pages)))][:_MOST_FEEDS]:
        also(feed)
    known = [page for page in robots.values() if page.status == 200]
    for sitemap in [*chain.from_iterable(Protego.parse(page.text).sitemaps for page in known)][:_MOST_SITEMAPS]:
        also(sitemap)
    paper = sort_saved_files(pages)
    if paper.article is None and (address := article_link(paper)):
        also(address)
    return [*pages, *known]
