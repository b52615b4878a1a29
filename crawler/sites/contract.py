"""The contract: one saved page in, one reading out, whatever the page is; no error is raised."""

import hashlib
import re
from datetime import UTC
from functools import cache
from importlib import resources
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.article import (
    Article,
    ArticleRead,
    Identity,
    LayoutChanged,
    NotAnArticle,
    Outcome,
    Problem,
    Reading,
    Unreadable,
)
from crawler.outlets import BadAddress, Outlet, identify, normal_url
from crawler.page import SavedPage
from crawler.sites.exact_witnesses import exact_witnesses
from crawler.sites.families import FAMILIES, Family, families_of
from crawler.sites.families.generic import Generic
from crawler.sites.families.learned import Learned
from crawler.sites.lost_fields import lost_fields
from crawler.sites.notices import is_program_error, only_notice_kind
from crawler.sites.page_reader import is_front_page
from crawler.sites.stand_ins import (
    SHORT_TEXT,
    is_challenge_by_status,
    notice_in,
    shown_text,
    small_stand_in,
    stand_in_without_text,
)
from crawler.sites.witnesses import layout_signature, page_witnesses
from crawler.vietnamese.garbled import pre_unicode_set
from crawler.vietnamese.text import clean

# What a reading depends on; the order is part of the digest.
_SOURCES = (
    "crawler.article",
    "crawler.vietnamese",
    "crawler.outlets",
    "crawler.page",
    "crawler.sites",
    "crawler.sites.families",
)
# PDF, PNG, JPEG, GIF, ZIP, gzip, RIFF (WebP), JSON.
_NOT_HTML_OPENINGS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"{", b"[")
_LAST_BYTES = 2000  # hold the page's closing tags, if it has them: then the whole page is not searched
# Real pages of these papers have 60-120 KB and some hundred elements; tables of exam results reach a few 10,000 cells.
LARGEST_PAGE = 8_000_000  # bytes, decoded from the wire
MOST_ELEMENTS = 100_000  # of an article's text
_LISTING_LINKS = 8  # the smallest front page seen links to more articles; an article's related box to fewer


def read(page: SavedPage, outlet: Outlet) -> Reading:
    """Read one capture with the reader of the outlet's family; a crash of the reader is the outcome Unreadable."""
    parser = outlet.family
    try:
        parser, result = _outcome(page, outlet)
    except Exception as error:  # no page may stop a batch
        result = Unreadable(f"{type(error).__name__}: {error}"[:300])
    return reading_of(page, outlet, parser, result)


def reading_of(page: SavedPage, outlet: Outlet, parser: str, result: Outcome) -> Reading:
    """Return the reading: an outcome, its capture and the parser build that made it."""
    return Reading(
        record_id=page.record_id,
        url=page.url,
        fetched_at=page.fetched_at.astimezone(UTC).isoformat(timespec="seconds"),
        outlet=outlet.key,
        build=parser_build(),
        parser=parser,
        result=result,
    )


@cache
def parser_build() -> str:
    """Return 12 hex digits of the sources that decide a reading: code and catalogue."""
    digest = hashlib.sha256()
    for package in _SOURCES:
        for file in sorted(resources.files(package).iterdir(), key=lambda f: f.name):
            if file.is_file() and file.name.endswith((".py", ".yaml")):
                text = file.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{package}/{file.name}\0".encode() + text + b"\0")
    return digest.hexdigest()[:12]


def _outcome(  # noqa: PLR0911, PLR0912 - one return an outcome
    page: SavedPage, outlet: Outlet
) -> tuple[str, Outcome]:
    family = FAMILIES.get(outlet.family)
    if family is None:
        return outlet.family, Unreadable(f"no parser for family {outlet.family!r}")
    parser = f"{family.name}/{family.layout}"
    if early := _outcome_before_parsing(page, outlet):
        return parser, early
    if len(page.body) > LARGEST_PAGE:
        return parser, Unreadable(f"{len(page.body)} bytes: an article's page has at most {LARGEST_PAGE}")
    identity = identify(page.url, outlet)
    if identity is None:
        return parser, _outcome_of_address(page)
    if stand_in := small_stand_in(page):
        return parser, stand_in
    if former := _former_family(page, outlet, identity):
        family = former
    reader = (
        _learned_or_generic(page, outlet, identity) if family in (Generic, Learned) else family(page, outlet, identity)
    )
    if reader.container is None and Learned.reads(page, outlet):
        reader = Learned(page, outlet, identity)  # a relaunch of which the family knows nothing, but the entry
    parser = reader.parser
    if other_page := _outcome_of_declared_address(reader):
        return parser, other_page
    if reader.container is None:
        outcome = _outcome_without_layout(reader)
        other = None if outlet.crawled else _reader_on_trial(reader, outcome)
        if other is None:
            return parser, outcome
        reader, parser = other, other.parser
    if _has_more_elements(reader.container, MOST_ELEMENTS):
        return parser, Unreadable(f"the text has more than {MOST_ELEMENTS} elements: an article's has fewer")
    article = reader.article()
    if article is None:
        return parser, LayoutChanged(["body"])
    if not article.body and not article.images and not reader.players and not reader.unreadable_reason:
        return parser, _outcome_without_text(reader, article.lead)
    if old_set := pre_unicode_set(" ".join(b.text for b in article.body[:20])):
        return parser, Unreadable(f"the text is not in Unicode: {old_set}")
    if few_words := _outcome_of_few_words(reader, article):
        return parser, few_words
    if other_page := reader.other_page(article):
        return parser, other_page
    if _is_hardly_an_article(reader, article):
        return parser, LayoutChanged(["published_at", "body"])
    reader.problems += lost_fields(reader, article)
    witnesses, layout = page_witnesses(reader, article), layout_signature(reader.container)
    for field, verdicts in exact_witnesses(reader, article).items():
        witnesses.setdefault(field, {}).update(verdicts)
    return parser, ArticleRead(article, reader.evidence, reader.problems, reader.unclaimed, witnesses, layout)


def _former_family(page: SavedPage, outlet: Outlet, identity: Identity) -> type[Family] | None:
    """Return the family that served these addresses before a relaunch, where the page is in its layout."""
    space = next(s for s in outlet.id_spaces if s.id_space == identity.id_space)
    former = FAMILIES.get(space.family or "")
    return former if former and former.recognises(page) else None


def _learned_or_generic(page: SavedPage, outlet: Outlet, identity: Identity) -> Family:
    """Return the reader by the paper's profile where that knows the page's layout, else openly the one-page reader."""
    if Learned.reads(page, outlet):
        return Learned(page, outlet, identity)
    reader = Generic(page, outlet, identity)
    if outlet.profile is not None:
        reader.problems.append(Problem("layout", "unknown", "no layout of the profile: read by this page alone"))
    return reader


def _reader_on_trial(reader: Family, outcome: NotAnArticle | LayoutChanged) -> Family | None:
    """Return another reader for an article's page that is not in the layout of an unproven paper's family, or None.

    That is the family whose signature the page carries, else the one-page reader: the catalogue's family was a guess,
    and it says so openly. Where the page's links made it a list, only a dated text makes it an article.
    """
    if isinstance(outcome, NotAnArticle) and outcome.kind != "listing":
        return None
    name = next(iter(families_of(reader.page)), Generic.name)
    family = FAMILIES[name]
    article = family(reader.page, reader.outlet, reader.identity).article()
    if article is None or not article.body or (isinstance(outcome, NotAnArticle) and not article.published_at):
        return None
    other = family(reader.page, reader.outlet, reader.identity)
    detail = f"not in the layout of {reader.parser}, which finds no text; read by {name}"
    other.problems.append(Problem("layout", "other_family", detail))
    return other


def _has_more_elements(container: HtmlElement, most: int) -> bool:
    return next(islice(container.iter(), most, None), None) is not None


def _outcome_before_parsing(page: SavedPage, outlet: Outlet) -> NotAnArticle | Unreadable | None:  # noqa: PLR0911 - one return a kind
    """Return the outcome where address, status or bytes alone decide it."""
    try:
        host = urlsplit(normal_url(page.url)).hostname
    except BadAddress as error:
        return NotAnArticle("foreign_url", str(error))
    if host not in outlet.page_hosts:
        return NotAnArticle("foreign_url", f"{host} is not a host of {outlet.key}")
    if page.status >= 400 and is_challenge_by_status(page):
        return NotAnArticle("challenge_page", f"status {page.status}")
    if page.status in (404, 410):
        return NotAnArticle("gone", f"status {page.status}")
    if 300 <= page.status < 400:
        return NotAnArticle("redirected_elsewhere", page.header("location"))
    if not 200 <= page.status < 300:
        return NotAnArticle("http_error", f"status {page.status}")
    if page.defect:
        return Unreadable(page.defect)
    return _outcome_of_bytes(page)


def _outcome_of_bytes(page: SavedPage) -> NotAnArticle | None:
    content_type = page.header("content-type").lower()
    if content_type and not re.search("html|xml|text/plain", content_type):
        return NotAnArticle("not_html", content_type)
    if page.truncated:
        return NotAnArticle("truncated", "the fetch ended before the page did")
    if page.body.isspace() or not page.body:
        return NotAnArticle("truncated", "empty body")
    head = page.body[:1024].lstrip()
    if head.startswith(_NOT_HTML_OPENINGS):
        return NotAnArticle("not_html", "the bytes are not HTML")
    closed = any(_has_any_tag(part, b"</html", b"</body") for part in (page.body[-_LAST_BYTES:], page.body))
    if not closed and not _is_as_long_as_declared(page) and _has_any_tag(page.body, b"<html", b"<body"):
        return NotAnArticle("truncated", "neither <body> nor <html> is closed")
    return None


def _is_as_long_as_declared(page: SavedPage) -> bool:
    """Return True if the site declared this length: HTML lets a page leave out the closing tags."""
    length = page.header("content-length").strip()
    return length.isdecimal() and not page.header("content-encoding") and int(length) == len(page.body)


def _has_any_tag(html: bytes, *tags: bytes) -> bool:
    lower_case = html.lower()
    return any(tag in lower_case for tag in tags)


def _outcome_of_address(page: SavedPage) -> NotAnArticle:
    path = urlsplit(page.url).path
    if "-event" in path or "/su-kien/" in path:
        return NotAnArticle("event")
    if path.endswith("-ptag.html") or re.search(r"/(?:tag|tags|tim-kiem)/", path):
        return NotAnArticle("tag_page")
    if re.search(r"/(?:an-pham|xem-bao|epaper|bao-in)\b", path):
        return NotAnArticle("epaper")
    return NotAnArticle("listing", "the address names no article")


def _outcome_of_declared_address(reader: Family) -> NotAnArticle | None:
    """Return the outcome where the page declares another page's address; the strongest witness is asked first.

    The front page counts only where no witness names the page itself, and no type and text make it an article:
    templates of big stories declare the front page too.
    """
    says_front_page = False
    for address in reader.declared_addresses:
        try:
            declared = normal_url(address)
            if declared == normal_url(reader.page.url):
                return None
            identity = identify(address, reader.outlet) or identify(address)
        except BadAddress:
            continue
        if identity == reader.identity:
            return None
        if identity is not None:
            return NotAnArticle("redirected_elsewhere", address)
        says_front_page |= urlsplit(declared).hostname in reader.outlet.page_hosts and is_front_page(declared)
    is_typed = bool(reader.jsonld_articles) or reader.page.meta.get("og:type") == "article"
    if says_front_page and not (is_typed and reader.container is not None):
        return NotAnArticle("listing", "the page declares itself the front page")
    return None


def _outcome_without_layout(reader: Family) -> NotAnArticle | LayoutChanged:
    """Return the outcome of a page without the article's container."""
    page = reader.page
    if stand_in := stand_in_without_text(page, shown_text(page)):
        return stand_in
    if not reader.jsonld_articles and _count_article_links(reader) >= _LISTING_LINKS:
        return NotAnArticle("listing", "links to articles, but no article")
    missing = ["body"] + (["headline"] if not next(reader.select(*reader.headlines), None) else [])
    return LayoutChanged(missing)


def _count_article_links(reader: Family) -> int:
    """Count the links to other articles, at most _LISTING_LINKS."""
    links = dict.fromkeys(e.get("href") for _, e in reader.select("//a[@href]"))
    others = (link for link in links if link and link.startswith("http") and reader.is_other_article(link))
    return sum(1 for _ in islice(others, _LISTING_LINKS))


def _outcome_without_text(reader: Family, lead: str | None) -> NotAnArticle | LayoutChanged:
    text = clean(reader.container.text_content()) if reader.container is not None else shown_text(reader.page)
    stand_in = stand_in_without_text(reader.page, text) or notice_in((text, lead))
    return stand_in or LayoutChanged(["body"])


def _is_hardly_an_article(reader: Family, article: Article) -> bool:
    """Return True for a few words without date, type, writer and picture on a page of any layout.

    They may be the page of a guard that nobody knows yet.
    """
    if not isinstance(reader, Generic) or sum(len(block.text) for block in article.body) > SHORT_TEXT:
        return False
    is_typed = bool(reader.jsonld_articles) or reader.page.meta.get("og:type") == "article"
    return not (is_typed or article.published_at or article.bylines or article.images)


def _outcome_of_few_words(reader: Family, article: Article) -> NotAnArticle | None:
    """Return the outcome of a text as short as a notice is, in an article's layout or on a page of any layout.

    In its layout a paper's article may be short: there the notice must say nothing else. On a page of any layout a
    few words without a date and an article's type are asked what they are.
    """
    texts = [block.text for block in article.body]
    if sum(map(len, texts)) > SHORT_TEXT:
        return None
    is_dated = article.published_at is not None or bool(reader.jsonld_articles)
    if isinstance(reader, Generic) and not is_dated:
        return stand_in_without_text(reader.page, shown_text(reader.page))
    kind = only_notice_kind(article.headline) or only_notice_kind("\n".join(texts))
    if kind is None and any(map(is_program_error, [article.headline, *texts[:1]])):
        kind = "http_error"
    return NotAnArticle(kind, clean(article.headline or texts[0])[:200]) if kind else None
