"""What the catalogue states without a record that says so: `evidence/KEY.yaml` beside each outlet's file."""

import re
from collections.abc import Iterator
from importlib import resources

import msgspec

from crawler.outlets.catalogue import CatalogueError
from crawler.outlets.identity import identify
from crawler.outlets.outlet import Outlet

# How the records name the systems that the catalogue calls by short names.
_FAMILY_WORDS = {
    "bbg": "BBG",
    "ckfinder": "CKFinder",
    "dcontent": "#dcontent",
    "epi": "EPI",
    "fck": "-a{id}",
    "ims": "IMS/NewsImg",
    "liferay": "Liferay",
    "newsid": "/{catid}/{id}/{slug}",
    "onecms": "ONECMS",
    "qnc": "QNC",
    "quangngai": "body injected by script",
    "zce": "ZCE",
}


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


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The records behind one outlet's entry; keys that no check reads are for people."""

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


def evidence(key: str) -> Evidence:
    """Read the records of one outlet. Raises CatalogueError."""
    file = resources.files("crawler.outlets") / "evidence" / f"{key}.yaml"
    try:
        return msgspec.yaml.decode(file.read_bytes(), type=Evidence)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CatalogueError(f"evidence/{key}.yaml: {error}") from None


def unproven(outlet: Outlet) -> list[str]:
    """Return every statement of an entry that its records do not make, or make otherwise."""
    records = evidence(outlet.key)
    said = [records.says, *records.says_merged]
    return [
        *_names(outlet, said),
        *_hosts(outlet, records),
        *_families(outlet, said),
        *_channels(outlet, records),
        *_sections(outlet, records),
        *_id_spaces(outlet, records),
    ]


def _names(outlet: Outlet, said: list[Says]) -> Iterator[str]:
    heard = " | ".join([s.name for s in said] + [n for s in said for n in s.successor_of]).casefold()
    yield from (f"name: {n}" for n in (outlet.name, *outlet.former_names) if n.casefold() not in heard)
    if outlet.status != said[0].status:
        yield f"status: {outlet.status}, the record says {said[0].status}"


def _hosts(outlet: Outlet, records: Evidence) -> Iterator[str]:
    for host in outlet.hosts:
        if host.host not in records.hosts:
            yield f"host: {host.host}"
        known = records.host_dates.get(host.host, Dates())
        for ours, theirs in ((host.since, known.since), (host.until, known.until)):
            if ours is not None and not (theirs or "").startswith(ours):
                yield f"host: {host.host}: {ours}, the record says {theirs}"


def _families(outlet: Outlet, said: list[Says]) -> Iterator[str]:
    heard = " | ".join(f"{s.family} {s.date_format}" for s in said)
    for family in {outlet.family, *(s.family for s in outlet.id_spaces if s.family)} - {"generic"}:
        by_markup = re.search(rf"by the markup of [^:|]*:[^|]*\b{re.escape(family)}\b", heard)
        if not by_markup and _FAMILY_WORDS.get(family, family) not in heard:
            yield f"family: {family}"


def _channels(outlet: Outlet, records: Evidence) -> Iterator[str]:
    for channel in outlet.channels:
        known = records.channels.get(channel.url)
        if known is None or known.status != channel.status:
            yield f"channel: {channel.url} is {channel.status}, the record says {known and known.status}"


def _sections(outlet: Outlet, records: Evidence) -> Iterator[str]:
    heard = f"{records.says.listing_pagination} {' '.join(records.channels)}"
    for path, number in outlet.sections.items():
        if not re.search(rf"\b{re.escape(path)}[ -]{number}\b", heard):
            yield f"section: {path} {number}"


def _id_spaces(outlet: Outlet, records: Evidence) -> Iterator[str]:
    """Ask for each rule a real address that it reads, or a note that says how it is known."""
    proven = {found.id_space for u in records.article_urls if (found := identify(u.url, outlet))}
    yield from (f"id space: {s.id_space}" for s in outlet.id_spaces if s.id_space not in proven and not s.note)
