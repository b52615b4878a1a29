"""Outlets of the catalogue, complete: what an entry and its family's rules state. Unknown is null, never a guess."""

import re
from typing import Literal

import msgspec

from crawler.outlets.profile import PlaceChange, Profile

# One request a second for one site (design, principle 9).
POLITE_DELAY_SECONDS = 1.0
HostRole = Literal["home", "mirror", "former", "subsite", "images"]
Layout = Literal["current", "legacy"]
ChannelKind = Literal["rss", "sitemap", "listing", "json"]
ChannelStatus = Literal["seen", "listed", "guessed"]
Status = Literal["active", "archive"]
_DECIMAL_ID = re.compile(r"\(\?P<id>\\d[^()|]*\)")


class Host(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One host and what it is for; dates are written as known ('2025?', 'before 2025') or null."""

    host: str
    role: HostRole
    since: str | None = None
    until: str | None = None
    note: str | None = None


class IdSpace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules that turn addresses into native ids: each pattern holds one group named `id`.

    Patterns are matched against the path (with '?query' where there is one) on any of `hosts`.
    `family` names the system behind these addresses where it is not the outlet's current one.
    """

    id_space: str
    hosts: list[str]
    patterns: list[str]
    language: str = "vi"
    layout: Layout = "current"
    family: str | None = None
    note: str | None = None

    @property
    def decimal(self) -> bool:
        """Return True if every id of this space is a decimal number by rule: only such ids can be a sequence."""
        return all(_DECIMAL_ID.search(pattern) for pattern in self.patterns)


class Channel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place that announces articles; the failure of a guessed one raises no alarm.

    `url` of a paged listing holds '{page}' (from 1) where the site numbers its pages. A JSON listing says where its
    entries lie (`items`: 'data.list') and how an entry's fields make an address (`link`: '/{kind|news}/{slug}', with
    the replacement for an empty field after the bar). With `follow`, `url` is a menu, and each of its entries makes the
    address of a listing.
    """

    name: str
    kind: ChannelKind
    url: str
    status: ChannelStatus
    pages: int = 1
    items: str | None = None
    link: str | None = None
    follow: str | None = None


class Outlet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One newspaper: names, place, hosts, identity rules, channels, family, courtesy.

    The night crawls `crawled` outlets: their family's parser was checked against a real page. `sections` are the site's
    own section paths, each with the number that its feeds or listings use for it.
    """

    key: str
    name: str
    former_names: list[str] = []
    status: Status = "active"
    successor: str | None = None
    predecessors: list[str] = []
    province_code: str
    former_province_codes: list[str] = []
    family: str
    crawled: bool = False
    marks: list[str] = []
    site_tags: list[str] = []
    hosts: list[Host]
    id_spaces: list[IdSpace]
    not_articles: list[str] = []
    sections: dict[str, str] = {}
    channels: list[Channel] = []
    politeness_group: str
    delay_seconds: float = POLITE_DELAY_SECONDS
    robots_note: str | None = None
    terms_note: str | None = None
    note: str | None = None
    places: list[PlaceChange] = []
    profile: Profile | None = None

    @property
    def home_host(self) -> str:
        """Return the host whose front page is the paper's own."""
        return next(h.host for h in self.hosts if h.role == "home")

    @property
    def page_hosts(self) -> frozenset[str]:
        """Return every host on which pages of this paper may be requested (images excluded)."""
        return frozenset(h.host for h in self.hosts if h.role != "images")
