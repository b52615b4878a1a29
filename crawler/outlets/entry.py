"""An outlet's entry as its file writes it, short, and how its family's rules and the addresses make it whole."""

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
from crawler.outlets.rules import FamilyRules, family_rules

# Most papers of before end on this day by their record: 'merger date; the switch itself was not observed'.
MERGER = "2025-07"
MERGER_NOTE = "the merger's date; the switch itself was not observed"
SAME_NUMBERS_NOTE = "that the number is the same as in today's addresses is unverified, so it is a space of its own"
# Second levels under .vn that are no paper's own name.
_PUBLIC = frozenset({"com", "org", "net", "gov", "edu", "info"})


class HostEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One host with more than a role; `until: merger` stands for the day of the provinces' merger, with its note."""

    role: HostRole
    since: str | None = None
    until: str | None = None
    note: str | None = None


class IdSpaceEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One id space: by its family's rule, under a path or with other ids, or by patterns of its own.

    `hosts` are the home host where none is named. The space of another family or on former hosts only is that of an
    earlier system. `same_numbers: unverified` says why its numbers are not taken for today's, with a note.
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
    """One channel of which more is to be said than how it is known; what is left out, its address tells.

    `follow` is an address as in a link on the channel's page.
    """

    status: ChannelStatus
    name: str | None = None
    kind: ChannelKind | None = None
    pages: int | None = None
    items: str | None = None
    link: str | None = None
    follow: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What KEY.yaml holds. Its keys are what the paper itself uses: hosts, id spaces, section paths, addresses.

    The home host is written as its pages are addressed, with 'www.' or without: addresses of channels begin there. One
    with {section} or {number} stands for a channel of each of `sections`. Without `id_spaces` there is one, of the
    paper's own key and by its family's rule; {} says that no address of an article is known.
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


def complete_outlet(key: str, entry: Entry) -> Outlet:
    """Return the outlet that an entry describes. Raises ValueError that names the field and the reason."""
    rules = _rules("family", entry.family)
    hosts = {written: _host(written.removeprefix("www."), said) for written, said in entry.hosts.items()}
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
        id_spaces=[_space(name, said, entry.family, home, former) for name, said in spaces.items()],
        not_articles=rules.not_articles if entry.not_articles is None else entry.not_articles,
        sections={path: str(number) for path, number in entry.sections.items()},
        channels=_channels(entry, f"https://{homes[0]}/", home),
        politeness_group=entry.politeness_group or registered_domain(home),
        delay_seconds=entry.delay_seconds,
        robots_note=entry.robots_note,
        terms_note=entry.terms_note,
        note=entry.note,
    )


def registered_domain(host: str) -> str:
    """Return the domain that somebody registered: what is asked by one clock."""
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _PUBLIC else labels[-2:])


def _rules(field: str, family: str) -> FamilyRules:
    try:
        return family_rules()[family]
    except KeyError:
        raise ValueError(f"{field}: {family!r} is none of {', '.join(family_rules())}") from None


def _host(host: str, said: HostRole | HostEntry) -> Host:
    if not isinstance(said, HostEntry):
        return Host(host=host, role=said)
    if said.until == "merger":
        return Host(host=host, role=said.role, since=said.since, until=MERGER, note=said.note or MERGER_NOTE)
    return Host(host=host, role=said.role, since=said.since, until=said.until, note=said.note)


def _space(name: str, said: IdSpaceEntry, family: str, home: str, former: frozenset[str]) -> IdSpace:
    rule = _rules(f"id_spaces.{name}.family", said.family or family).pattern(said.ids, said.under)
    if said.patterns and (said.ids or said.under):
        raise ValueError(f"id_spaces.{name}: ids and under belong to the family's rule, and it has patterns of its own")
    patterns = said.patterns or ([rule] if rule else [])
    if not patterns:
        raise ValueError(
            f"id_spaces.{name}: it needs patterns, as the family {said.family or family} has no rule for all its "
            "papers (id_spaces: {} where no address of an article is known)"
        )
    hosts = said.hosts or [home]
    return IdSpace(
        id_space=name,
        hosts=hosts,
        patterns=patterns,
        language=said.language,
        layout=said.layout or ("legacy" if said.family or former.issuperset(hosts) else "current"),
        family=said.family,
        note=said.note or (SAME_NUMBERS_NOTE if said.same_numbers else None),
    )


def _channels(entry: Entry, site: str, home: str) -> list[Channel]:
    found: dict[str, Channel] = {}
    for address, said in entry.channels.items():
        written = said if isinstance(said, ChannelEntry) else ChannelEntry(status=said)
        url = urljoin(site, address)
        for channel in _each_section(_channel(url, written, home), entry.sections):
            if channel.name in found and written.name:
                raise ValueError(f"channels: two are named {channel.name!r}")
            names = chain([channel.name], (f"{channel.name}-{n}" for n in count(2)))
            name = next(name for name in names if name not in found)
            found[name] = replace(channel, name=name)
    return list(found.values())


def _channel(url: str, said: ChannelEntry, home: str) -> Channel:
    kind = said.kind or ("json" if said.items else channel_kind(url))
    return Channel(
        name=said.name or channel_name(url, kind, home),
        kind=kind,
        url=url,
        status=said.status,
        pages=said.pages or pages_of_a_night(url),
        items=said.items,
        link=said.link,
        follow=said.follow and urljoin(url, said.follow),
    )


def _each_section(channel: Channel, sections: dict[str, int]) -> Iterator[Channel]:
    """Yield a channel for each section where its address has a place for one, else itself."""
    if "{section}" not in channel.url and "{number}" not in channel.url:
        yield channel
        return
    for path, number in sections.items():
        url, name = (
            text.replace("{section}", path).replace("{number}", str(number)) for text in (channel.url, channel.name)
        )
        yield replace(channel, url=url, name=name.casefold())
