"""An outlet's entry as its file writes it, in short form, and its completion by family rules and addresses."""

from collections.abc import Iterator
from itertools import chain, count
from typing import Literal
from urllib.parse import urljoin

import msgspec
from msgspec.structs import replace

from crawler.outlets.channel_words import channel_kind, channel_name, pages_of_a_night
from crawler.outlets.outlet import (
    POLITE_DELAY_SECONDS,
    Channel,
    ChannelKind,
    ChannelStatus,
    Host,
    HostRole,
    IdSpace,
    Layout,
    Outlet,
    Status,
)
from crawler.outlets.profile import PlaceChange, Profile
from crawler.outlets.rules import FamilyRules, family_rules

# Most former papers end in this month by their record: 'merger date; the switch itself was not observed'.
MERGER_MONTH = "2025-07"
MERGER_NOTE = "the merger's date; the switch itself was not observed"
SAME_NUMBERS_NOTE = "that the number is the same as in today's addresses is unverified, so it is a space of its own"
# Second levels under .vn that are not a paper's name.
_SECOND_LEVEL_DOMAINS = frozenset({"com", "org", "net", "gov", "edu", "info"})


class HostEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One host with more than a role; `until: merger` means the month of the provinces' merger, with its note."""

    role: HostRole
    since: str | None = None
    until: str | None = None
    note: str | None = None


class IdSpaceEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One id space: the family's rule, perhaps under a path or with other ids, or separate patterns.

    `hosts` is the home host where none is named. A space of another family, or on former hosts only, belongs to an
    earlier system. `same_numbers: unverified` means, with its note, that its numbers may differ from today's.
    """

    hosts: list[str] = []
    patterns: list[str] = []
    ids: str | None = None
    under: str = ""
    language: str = "vi"
    layout: Layout | None = None
    family: str | None = None
    same_numbers: Literal["unverified"] | None = None
    note: str | None = None


class ChannelEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One channel with more than a status; what is left out is derived from its address.

    `follow` is an address as it stands in a link on the channel's page.
    """

    status: ChannelStatus
    name: str | None = None
    kind: ChannelKind | None = None
    pages: int | None = None
    items: str | None = None
    link: str | None = None
    follow: str | None = None


class OutletEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The content of KEY.yaml. Its keys are what the paper itself uses: hosts, id spaces, section paths, addresses.

    The home host is written as its pages are addressed, with 'www.' or without: channels' addresses are relative to it.
    A channel's address with {section} or {number} means one channel for each of `sections`. Without `id_spaces` there
    is one, named by the paper's key and with its family's rule; {} means that no address of an article is known.
    """

    name: str
    former_names: list[str] = []
    status: Status | None = None
    successor: str | None = None
    predecessors: list[str] = []
    province_code: str
    former_province_codes: list[str] = []
    family: str
    crawled: bool = False
    marks: list[str] = []
    site_tags: list[str] = []
    hosts: dict[str, HostRole | HostEntry]
    id_spaces: dict[str, IdSpaceEntry] | None = None
    not_articles: list[str] | None = None
    sections: dict[str, int] = {}
    channels: dict[str, ChannelStatus | ChannelEntry] = {}
    politeness_group: str | None = None
    delay_seconds: float = POLITE_DELAY_SECONDS
    robots_note: str | None = None
    terms_note: str | None = None
    note: str | None = None
    places: list[PlaceChange] = []
    profile: Profile | None = None


def complete_outlet(key: str, entry: OutletEntry) -> Outlet:
    """Return the outlet that an entry describes. Raises ValueError that names the field and the reason."""
    rules = _rules_of_family("family", entry.family)
    hosts = {written: _host(written.removeprefix("www."), host) for written, host in entry.hosts.items()}
    homes = [written for written, host in hosts.items() if host.role == "home"]
    if len(homes) != 1:
        raise ValueError("hosts: exactly one must have role 'home'")
    home = hosts[homes[0]].host
    former = frozenset(host.host for host in hosts.values() if host.role == "former")
    spaces = {key: IdSpaceEntry()} if entry.id_spaces is None else entry.id_spaces
    return Outlet(
        key=key,
        name=entry.name,
        former_names=entry.former_names,
        status=entry.status or ("archive" if entry.successor else "active"),
        successor=entry.successor,
        predecessors=entry.predecessors,
        province_code=entry.province_code,
        former_province_codes=entry.former_province_codes,
        family=entry.family,
        crawled=entry.crawled,
        marks=entry.marks,
        site_tags=entry.site_tags,
        hosts=[*hosts.values()],
        id_spaces=[_id_space(name, space, entry.family, home, former) for name, space in spaces.items()],
        not_articles=rules.not_articles if entry.not_articles is None else entry.not_articles,
        sections={path: str(number) for path, number in entry.sections.items()},
        channels=_channels(entry, f"https://{homes[0]}/", home),
        politeness_group=entry.politeness_group or registered_domain(home),
        delay_seconds=entry.delay_seconds,
        robots_note=entry.robots_note,
        terms_note=entry.terms_note,
        note=entry.note,
        places=entry.places,
        profile=entry.profile,
    )


def registered_domain(host: str) -> str:
    """Return the registered domain of a host: by default the politeness group."""
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL_DOMAINS else labels[-2:])


def _rules_of_family(field: str, family: str) -> FamilyRules:
    try:
        return family_rules()[family]
    except KeyError:
        raise ValueError(f"{field}: {family!r} is none of {', '.join(family_rules())}") from None


def _host(host: str, entry: HostRole | HostEntry) -> Host:
    if not isinstance(entry, HostEntry):
        return Host(host=host, role=entry)
    if entry.until == "merger":
        return Host(host=host, role=entry.role, since=entry.since, until=MERGER_MONTH, note=entry.note or MERGER_NOTE)
    return Host(host=host, role=entry.role, since=entry.since, until=entry.until, note=entry.note)


def _id_space(name: str, entry: IdSpaceEntry, family: str, home: str, former: frozenset[str]) -> IdSpace:
    rule = _rules_of_family(f"id_spaces.{name}.family", entry.family or family).pattern(entry.ids, entry.under)
    if entry.patterns and (entry.ids or entry.under):
        raise ValueError(f"id_spaces.{name}: ids and under belong to the family's rule, and it has patterns of its own")
    patterns = entry.patterns or ([rule] if rule else [])
    if not patterns:
        raise ValueError(
            f"id_spaces.{name}: it needs patterns, as the family {entry.family or family} has no rule for all its "
            "papers (id_spaces: {} where no address of an article is known)"
        )
    hosts = entry.hosts or [home]
    return IdSpace(
        id_space=name,
        hosts=hosts,
        patterns=patterns,
        language=entry.language,
        layout=entry.layout or ("legacy" if entry.family or former.issuperset(hosts) else "current"),
        family=entry.family,
        note=entry.note or (SAME_NUMBERS_NOTE if entry.same_numbers else None),
    )


def _channels(entry: OutletEntry, site: str, home: str) -> list[Channel]:
    channels: dict[str, Channel] = {}
    for address, value in entry.channels.items():
        channel_entry = value if isinstance(value, ChannelEntry) else ChannelEntry(status=value)
        url = urljoin(site, address)
        for channel in _one_per_section(_channel(url, channel_entry, home), entry.sections):
            if channel.name in channels and channel_entry.name:
                raise ValueError(f"channels: two are named {channel.name!r}")
            names = chain([channel.name], (f"{channel.name}-{n}" for n in count(2)))
            name = next(name for name in names if name not in channels)
            channels[name] = replace(channel, name=name)
    return list(channels.values())


def _channel(url: str, entry: ChannelEntry, home: str) -> Channel:
    kind = entry.kind or ("json" if entry.items else channel_kind(url))
    return Channel(
        name=entry.name or channel_name(url, kind, home),
        kind=kind,
        url=url,
        status=entry.status,
        pages=entry.pages or pages_of_a_night(url),
        items=entry.items,
        link=entry.link,
        follow=entry.follow and urljoin(url, entry.follow),
    )


def _one_per_section(channel: Channel, sections: dict[str, int]) -> Iterator[Channel]:
    """Yield the channel once for each section if its address has a placeholder for one, else the channel itself."""
    if "{section}" not in channel.url and "{number}" not in channel.url:
        yield channel
        return
    for path, number in sections.items():
        url, name = (
            text.replace("{section}", path).replace("{number}", str(number)) for text in (channel.url, channel.name)
        )
        yield replace(channel, url=url, name=name.casefold())
