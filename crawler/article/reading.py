"""A reading: what one parser build makes of one capture."""

from typing import Literal

import msgspec

from crawler.article.article import Article

NotArticleKind = Literal[
    "listing",
    "event",
    "tag_page",
    "epaper",
    "soft_404",
    "redirected_elsewhere",
    "challenge_page",
    "login_wall",
    "gone",
    "http_error",
    "truncated",
    "not_html",
    "foreign_url",
]


class Problem(msgspec.Struct, frozen=True):
    """A fault or gap in one field: a stable code and, where it helps, what was found instead."""

    field: str
    code: str
    detail: str = ""


class Announced(msgspec.Struct, frozen=True):
    """One article that a channel announced, with what the channel gives of it."""

    url: str
    title: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    description: str | None = None


class ArticleRead(msgspec.Struct, tag="article", tag_field="outcome"):
    """The page is an article; `evidence` says for each field which witness was believed and where on the page it is.

    `witnesses` are the page's other witnesses, by field: True for one that agrees with what was read, False for one
    that contradicts it. `layout` is the signature of the page's layout, '' where it has none.
    """

    article: Article
    evidence: dict[str, str] = {}
    problems: list[Problem] = []
    unclaimed: list[str] = []
    witnesses: dict[str, dict[str, bool]] = {}
    layout: str = ""


class NotAnArticle(msgspec.Struct, tag="not_an_article", tag_field="outcome"):
    """The page is not an article: its kind and the reason."""

    kind: NotArticleKind
    reason: str = ""


class LayoutChanged(msgspec.Struct, tag="layout_changed", tag_field="outcome"):
    """The URL is an article's, but the page is not in the family's layout: a contributor is needed."""

    missing: list[str]


class Unreadable(msgspec.Struct, tag="unreadable", tag_field="outcome"):
    """The reader crashed, ran out of memory or out of time on this page."""

    reason: str


class ChannelRead(msgspec.Struct, tag="channel", tag_field="outcome"):
    """A listing, feed or sitemap: the articles that it announced, in page order.

    `next_url` is the next page; `more` are further pages that this one names: a menu's listings, or the next newest
    sitemaps of an index.
    """

    channel: str
    announced: list[Announced]
    next_url: str | None = None
    problems: list[Problem] = []
    more: list[str] = []


# Witnesses whose names begin so must say the very same; the others may say it in similar words.
EXACT = "exact"

Outcome = ArticleRead | NotAnArticle | LayoutChanged | Unreadable | ChannelRead


class Reading(msgspec.Struct, kw_only=True):
    """One line of a readings file: a capture, the parser build that read it, the outcome.

    `fetched_at` is ISO 8601 in UTC; `parser` is 'family/layout version'.
    """

    record_id: str
    url: str
    fetched_at: str
    outlet: str
    build: str
    parser: str
    result: Outcome
