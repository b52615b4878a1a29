"""The records behind the catalogue: `evidence/KEY.yaml` beside each outlet's file."""

import functools
from importlib import resources

import msgspec

from crawler.outlets.rules import FILE
from crawler.outlets.yaml_files import read_yaml

_FOLDER = resources.files("crawler.outlets") / "evidence"


class ArticleUrl(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One real address of an article, and who quoted it."""

    url: str
    year: int | None
    source: str


class ChannelRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a channel is known."""

    status: str
    source: str


class Dates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a host was in use, in the record's words."""

    since: str | None = msgspec.field(name="from", default=None)
    until: str | None = msgspec.field(name="to", default=None)


class Says(msgspec.Struct, frozen=True, kw_only=True):
    """A record's own words on the paper."""

    name: str
    status: str
    province: str
    unit_today: str
    listing_pagination: str | None
    date_format: str | None
    family: str | None
    successor_of: list[str]
    article_pattern: str | None = None
    article_patterns_legacy: list[str] = []


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What else the catalogue may say in one place, or each of several things, and where that is known from."""

    value: bool | int | float | str | list[str] = msgspec.field(name="is")
    source: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The records behind one outlet's entry; keys that no check reads are for people.

    `facts` are by the place of the statement: 'note', 'hosts.news.huengaynay.vn.role', 'channels.json-*.pages'.
    """

    outlet: str
    name: str
    hosts: dict[str, str]
    article_urls: list[ArticleUrl]
    channels: dict[str, ChannelRecord]
    says: Says
    says_merged: list[Says] = []
    host_dates: dict[str, Dates] = {}
    hosts_not_taken: dict[str, str] = {}
    feeds_not_taken: dict[str, ChannelRecord] = {}
    listings_not_taken: dict[str, object] = {}
    marks: dict[str, str] = {}
    site_tags: dict[str, str] = {}
    facts: dict[str, Fact] = {}

    @property
    def said(self) -> list[Says]:
        """Return what its own record and those of the papers that it took in say."""
        return [self.says, *self.says_merged]

    @property
    def heard(self) -> str:
        """Join its words for the systems behind the paper."""
        return " | ".join(f"{s.family} {s.date_format}" for s in self.said)


@functools.cache
def evidence(key: str) -> Evidence:
    """Read the records of one outlet. Raises CatalogueError."""
    return read_yaml(_FOLDER / f"{key}.yaml", Evidence, "evidence/")


@functools.cache
def family_records() -> dict[str, dict[str, str]]:
    """Return where each family's rules on what is no article were seen. Raises CatalogueError."""
    return read_yaml(_FOLDER / FILE, dict[str, dict[str, str]], "evidence/")
