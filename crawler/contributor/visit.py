"""A first visit of a paper: front page, feeds, sitemaps, and pages of every shape of address, up to a stated number."""

from collections.abc import Callable, Mapping
from urllib.parse import urljoin

from crawler.learner.itinerary import Itinerary
from crawler.learner.saved_files import SavedFiles
from crawler.page import SavedPage

MOST_PAGES = 60  # a minute at one request a second; rules of addresses need some dozens of articles
LEAST_PAGES = 3  # front page, a feed, an article


def visit(
    url: str,
    get: Callable[[str], SavedPage],
    robots: Mapping[str, SavedPage],
    report_failure: Callable[[OSError], None],
    *,
    most_pages: int = MOST_PAGES,
    page_done: Callable[[int, int], None] = lambda done, total: None,
) -> SavedFiles:
    """Return the files of a visit that begins at an address; only a failure of the first page is raised.

    `get` fetches a page and fills `robots` with each host's robots.txt; `report_failure` gets other pages' errors, and
    `page_done` is told how many of how many were asked.
    """
    first = get(url)
    itinerary = Itinerary(first.url)
    for page in robots.values():
        itinerary.add(page)
    itinerary.add(first)
    front = urljoin(first.url, "/")
    asked = 1
    address = None if front == first.url else front
    while asked < most_pages and (address := address or itinerary.next_address()):
        try:
            page = get(address)
        except OSError as error:
            report_failure(error)
        else:
            if page.status != 200:
                report_failure(OSError(f"{address}: status {page.status}"))
            itinerary.add(page)
        asked += 1
        page_done(asked, most_pages)
        address = None
    return itinerary.files
