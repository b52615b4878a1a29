"""The evidence behind the catalogue: `evidence/KEY.yaml` for each outlet's file."""

import functools
from importlib import resources

import msgspec

from crawler.outlets.rules import FAMILIES_FILE
from crawler.outlets.yaml_files import read_yaml

# What a proposal writes where a person still has to say something.
TO_FILL = "TO BE FILLED IN"
_FOLDER = resources.files("crawler.outlets") / "evidence"


class ArticleUrl(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One real address of an article, and who quoted it."""

    url: str
    year: int | None
    source: str


class ChannelRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How well a channel is known, and from where."""

    status: str
    source: str


class HostDates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a host was in use, in the record's words."""

    since: str | None = msgspec.field(name="from", default=None)
    until: str | None = msgspec.field(name="to", default=None)


class OutletRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says of the paper, in its own words."""

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


class SourcedFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A further value that the catalogue may state in one place (or a list of values), and its source."""

    value: bool | int | float | str | list[str] = msgspec.field(name="is")
    source: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence for one outlet's entry; keys that no check reads are for people.

    `facts` are keyed by the place of the statement: 'note', 'hosts.news.huengaynay.vn.role', 'channels.json-*.pages'.
    """

    outlet: str
    name: str
    hosts: dict[str, str]
    article_urls: list[ArticleUrl]
    channels: dict[str, ChannelRecord]
    record: OutletRecord = msgspec.field(name="says")
    merged_records: list[OutletRecord] = msgspec.field(name="says_merged", default_factory=list)
    host_dates: dict[str, HostDates] = {}
    hosts_not_taken: dict[str, str] = {}
    feeds_not_taken: dict[str, ChannelRecord] = {}
    listings_not_taken: dict[str, object] = {}
    marks: dict[str, str] = {}
    site_tags: dict[str, str] = {}
    facts: dict[str, SourcedFact] = {}

    @property
    def all_records(self) -> list[OutletRecord]:
        """Return the paper's record, then those of the papers that merged into it."""
        return [self.record, *self.merged_records]

    @property
    def system_words(self) -> str:
        """Return the records' words for the content systems behind the paper, joined by ' | '."""
        return " | ".join(f"{record.family} {record.date_format}" for record in self.all_records)


@functools.cache
def evidence_of(key: str) -> Evidence:
    """Read the evidence of one outlet. Raises CatalogueError."""
    return read_yaml(_FOLDER / f"{key}.yaml", Evidence, "evidence/")


@functools.cache
def family_records() -> dict[str, dict[str, str]]:
    """Return by family where each of its `not_articles` rules was seen. Raises CatalogueError."""
    return read_yaml(_FOLDER / FAMILIES_FILE, dict[str, dict[str, str]], "evidence/")
