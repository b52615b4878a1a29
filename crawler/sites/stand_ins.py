"""Stand-ins: what a server sends in an article's place, with status 200: a guard's test, a way elsewhere, a notice."""

import re
from collections.abc import Iterable
from itertools import accumulate, islice

from crawler.article import NotAnArticle
from crawler.outlets import BadAddress, absolute_url, normal_url
from crawler.page import SavedPage
from crawler.sites.element_text import text_of
from crawler.sites.forwarding import forwarding_target
from crawler.sites.guards import is_guards_page, speaks_as_guard
from crawler.sites.jsonld import news_articles
from crawler.sites.notices import LOGIN_WALL, notice_kind
from crawler.vietnamese.text import clean

_TITLES = ("//title", "//h1", "//h2")
_BLOCKS = ("//h3", "//p", "//div", "//span", "//strong", "//td")
_MOST_PLACES = 500  # elements searched for a notice
_SHORT_PAGE = 1500  # letters: an error page with its menu has fewer, a front page or an article's page more
SHORT_TEXT = 250  # letters: no notice seen is longer
_REFUSALS = (401, 403, 405, 406, 429, 503)
_ALERT = re.compile(r"\balert\(\s*[\"'`]([^\"'`]{1,300})")
_LARGEST = 30_000  # bytes: a page that only leads elsewhere has a script or two, no menu


def small_stand_in(page: SavedPage) -> NotAnArticle | None:
    """Return the outcome of a small page that is a guard's, or only leads elsewhere or back to itself with a cookie."""
    if len(page.body) > _LARGEST or page.tree is None or news_articles(page.jsonld) or _has_long_text(page):
        return None
    shown = shown_text(page)
    if len(shown) <= _SHORT_PAGE and is_guards_page(page.text):
        return NotAnArticle("challenge_page")
    target = forwarding_target(page, shown) if len(shown) <= SHORT_TEXT else None
    if target is None:
        return None
    if notice := notice_in(_ALERT.findall(page.text)):
        return notice
    if speaks_as_guard(_title(page), shown, page.text):
        return NotAnArticle("challenge_page")
    return _outcome_of_target(page, target)


def _has_long_text(page: SavedPage) -> bool:
    """Return True if the paragraphs alone hold more than a short page shows: the quick answer for articles' pages."""
    plain = page.select("//p[not(descendant::script or descendant::style)]")
    paragraphs = (" ".join(element.text_content().split()) for element in plain)
    return any(length > _SHORT_PAGE for length in accumulate(map(len, paragraphs)))


def _outcome_of_target(page: SavedPage, target: str) -> NotAnArticle:
    try:
        address = absolute_url(page.url, target)
        if normal_url(address) == normal_url(page.url):
            return NotAnArticle("challenge_page", "the page only loads itself again")
    except (BadAddress, ValueError):
        address = target
    return NotAnArticle("redirected_elsewhere", address[:500])


def is_challenge_by_status(page: SavedPage) -> bool:
    """Return True if a page with an error's status is a guard's, by its markup; by its words where it refuses."""
    if is_guards_page(page.text):
        return True
    return (
        page.status in _REFUSALS
        and page.tree is not None
        and speaks_as_guard(_title(page), shown_text(page), page.text)
    )


def stand_in_without_text(page: SavedPage, shown: str) -> NotAnArticle | None:
    """Return the outcome of a page without an article's text (`shown` is what it has) by its markup and words."""
    if is_guards_page(page.text) or speaks_as_guard(_title(page), shown, page.text):
        return NotAnArticle("challenge_page")
    if notice := _notice_at(page, *_TITLES, *(_BLOCKS if len(shown) < _SHORT_PAGE else ())):
        return notice
    return NotAnArticle("login_wall") if LOGIN_WALL.search(shown) else None


def _notice_at(page: SavedPage, *places: str) -> NotAnArticle | None:
    elements = (element for place in places for element in page.select(place))
    return notice_in(clean(element.text_content()) for element in islice(elements, _MOST_PLACES))


def notice_in(texts: Iterable[str | None]) -> NotAnArticle | None:
    """Return the outcome by the first of the texts that gives notice."""
    return next((NotAnArticle(kind, (text or "")[:200]) for text in texts if (kind := notice_kind(text))), None)


def shown_text(page: SavedPage) -> str:
    """Return what a browser shows of a page's body, and what it says to one without scripts."""
    return " ".join(text_of(element) for element in page.select("//body"))


def _title(page: SavedPage) -> str:
    return next((clean(element.text_content()) for element in page.select("//title")), "")
