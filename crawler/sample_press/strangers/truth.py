"""What is true of a stranger: each article beside its addresses, each other page's kind, what each channel announced."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class TrueBlock:
    """One block of a body: paragraph, subhead, quote, list_item, or table row (cells joined by ' | ')."""

    kind: str
    text: str


@dataclass(frozen=True)
class TrueImage:
    """One picture: its absolute address, its caption without the credit, and the credit."""

    url: str
    caption: str | None
    credit: str | None


@dataclass(frozen=True)
class TrueByline:
    """One person who signs, in the form of a name ('Minh Đảo' for 'MINH ĐẢO'), and what they did: text or photo."""

    name: str
    role: str


@dataclass(frozen=True)
class TrueArticle:
    """One article as its page prints it honestly: what the page does not say is None or empty.

    `published_precision` is what the page shows: day, minute or second. `addresses` are all forms that lead to the
    article (canonical, earlier_slug, print, amp, mobile, tracked); the first is `url`.
    """

    url: str
    addresses: tuple[tuple[str, str], ...]
    native_id: str | None
    kind: str
    layout: str
    headline: str
    kicker: str | None
    lead: str | None
    body: tuple[TrueBlock, ...]
    images: tuple[TrueImage, ...]
    byline_line: str | None
    bylines: tuple[TrueByline, ...]
    source_credit: str | None
    section: tuple[str, ...]
    tags: tuple[str, ...]
    published_at: datetime
    published_precision: str
    modified_at: datetime | None

    @property
    def captions(self) -> tuple[str, ...]:
        """Return the captions without their credits."""
        return tuple(image.caption for image in self.images if image.caption)


@dataclass(frozen=True)
class Announcement:
    """What a channel said of one article: only what it did say."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    description: str | None = None


@dataclass(frozen=True)
class TrueChannel:
    """One channel: rss, atom, sitemap, sitemap_index, news_sitemap, front_page, listing or load_more."""

    kind: str
    url: str
    announced: tuple[Announcement, ...] = ()


@dataclass(frozen=True)
class SiteTruth:
    """What is true of a whole stranger on one night.

    `traits` names how the paper was drawn (its skeleton, form of addresses, lies …); `other_pages` gives each page that
    is no article its kind; `section_addresses` are the first pages of the sections.
    """

    seed: int
    night: int
    host: str
    name: str
    traits: dict[str, str]
    articles: tuple[TrueArticle, ...]
    other_pages: dict[str, str]
    channels: tuple[TrueChannel, ...]
    section_addresses: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the truth as JSON, times in ISO 8601."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=_iso)


@dataclass(frozen=True)
class StrangerSite:
    """A stranger on one night: the bytes of every page by address, redirects, and the truth."""

    pages: dict[str, bytes]
    redirects: dict[str, str]
    truth: SiteTruth

    @property
    def host(self) -> str:
        """Return the paper's home host."""
        return self.truth.host


def _iso(value: Any) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()
