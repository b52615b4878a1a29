"""Pages of unknown layout that have a text but are no articles: listings, and pages about the paper itself."""

import re
from collections.abc import Callable
from itertools import islice
from urllib.parse import unquote, urlsplit

from crawler.article import Article, NotAnArticle
from crawler.article.reading import NotArticleKind
from crawler.outlets import BadAddress, absolute_url, normal_url
from crawler.page import SavedPage
from crawler.sites.element_text import text_of
from crawler.vietnamese.text import fold

_FURTHER_PAGE = re.compile(
    r"[?&](?:page|p|trang|paged|pagenumber|start)=\d+\b|/(?:page|trang)[-/]?\d+\b|/p\d{1,3}/?(?:\.html?)?$", re.I
)
# What pages that are no articles are called in their addresses, all over the world and in Việt Nam.
_NAMED: dict[NotArticleKind, str] = {
    "tag_page": r"tags?|tu-khoa|tag\w*\.aspx|chu-de|topics?|tac-gia|authors?|users?|hashtag",
    "epaper": r"bao-in|bao-giay|e-?paper|doc-bao-in|an-pham|xem-bao",
    "listing": r"tim-kiem|search|lien-he|contact|gioi-thieu|about(?:-us)?|ve-chung-toi|(?:bao-gia-)?quang-cao|bang-gia"
    r"|dieu-khoan(?:-su-dung)?|chinh-sach-bao-mat|terms|privacy|toa-soan|so-do-(?:trang|site)|sitemap|rss|feeds?"
    r"|dang-nhap|dang-ky|login|video|videos|media|multimedia|podcast|ban-do|gop-y|hoi-dap|danh-muc|chuyen-muc|category",
}
_SEGMENT = r"(?:^|/|[?&]){words}(?:[-._~]?[a-z]{{0,3}}\d+(?:-\d+)*)?(?:/|=|\.html?$|\.aspx|\.bbg$|$)"
_KINDS = [(kind, re.compile(_SEGMENT.format(words=f"(?:{words})"), re.I)) for kind, words in _NAMED.items()]
# '/cau-moi-tag12.html', and topics that a paper follows: '/chuyen-doi-so-event93394.html', '/su-kien/498342/…'.
_TAG_ADDRESS = re.compile(r"-(?:p?tag|event)-?\d*(?:\.html?)?$|/(?:dong-)?su-kien/\d+(?:/|$)", re.I)
_NAVIGATION = (
    "//nav//a[@href] | //header//a[@href] | //footer//a[@href] | //ul//a[@href] | //table//tr[count(td)>3]//a[@href]"
)
_TEASERS = "//h2//a[@href] | //h3//a[@href] | //h4//a[@href] | //li//a[@href] | //article//a[@href] | //div//a[@href]"
_LISTING_LINKS = 8
_TEASER_LETTERS = 20
_LONGEST_NAME = 30  # letters of a menu's entry
_LINKED_SHARE = 0.5  # of the body's blocks
_FEWEST_PARAGRAPHS = 2  # of an article without date and type


def other_page(
    page: SavedPage, article: Article, *, is_declared: bool, is_other_article: Callable[[str], bool]
) -> NotAnArticle | None:
    """Return the outcome of a page that looks like something else and does not say that it is an article.

    `is_declared` says that structured data names an article's type; its date alone would be that of any page.
    """
    if kind := kind_of_address(page.url):
        return NotAnArticle(kind, "named so by its address")
    if is_declared:
        return None
    if _FURTHER_PAGE.search(page.url):
        return NotAnArticle("listing", "a further page of a listing")
    if _is_named_in_navigation(page):
        return NotAnArticle("listing", "no article's type, and named in the page's own navigation")
    if _repeats_links(page, article, is_other_article):
        return NotAnArticle("listing", "no article's type, and the text is that of links to articles")
    return None


def kind_of_address(url: str) -> NotArticleKind | None:
    """Return the kind of page that an address names: '/lien-he.html', '/tag/cau-moi', '/tac-gia/an-12.html'."""
    parts = urlsplit(url)
    path = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
    if _TAG_ADDRESS.search(parts.path):
        return "tag_page"
    return next((kind for kind, pattern in _KINDS if pattern.search(path)), None)


def _is_named_in_navigation(page: SavedPage) -> bool:
    """Return True if a link with a short name leads to the page: a list of the most read articles has headlines."""
    own = _normal(page, page.url)
    names = (a for a in page.select(_NAVIGATION) if 0 < len(text_of(a)) <= _LONGEST_NAME)
    addresses = (address for link in names if (address := link.get("href") or "") and not address.startswith("#"))
    return any(_normal(page, address) == own for address in addresses)


def _normal(page: SavedPage, link: str) -> str | None:
    try:
        return normal_url(absolute_url(page.url, link))
    except (BadAddress, ValueError):
        return None


def _repeats_links(page: SavedPage, article: Article, is_other_article: Callable[[str], bool]) -> bool:
    """Return True if most of the text stands beside links to other articles, as teasers do."""
    teasers = {
        fold(text)
        for link in page.select(_TEASERS)
        if len(text := text_of(link)) >= _TEASER_LETTERS
        and is_other_article(absolute_url(page.url, link.get("href") or ""))
    }
    if sum(1 for _ in islice(teasers, _LISTING_LINKS)) < _LISTING_LINKS:
        return False
    linked = sum(1 for block in article.body if fold(block.text) in teasers)
    return linked >= _LINKED_SHARE * max(1, len(article.body) - linked)
