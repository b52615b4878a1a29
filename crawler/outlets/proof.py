"""Statements of the catalogue that no evidence supports."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from urllib.parse import urlsplit

from crawler.outlets.address import normal_url
from crawler.outlets.catalogue import catalogue
from crawler.outlets.channel_words import channel_kind, pages_of_a_night
from crawler.outlets.entry import MERGER_NOTE, SAME_NUMBERS_NOTE, registered_domain
from crawler.outlets.family_proof import names_family, path_and_query
from crawler.outlets.identity import identify
from crawler.outlets.outlet import Channel, Host, IdSpace, Outlet
from crawler.outlets.records import TO_FILL, Evidence, HostDates, evidence_of
from crawler.outlets.rules import FamilyRules, family_rules
from crawler.outlets.statements import Statement, statements
from crawler.outlets.units import is_former_province, is_merged_into, is_province

_WORDS_NOT_FROM_PATH = frozenset({"rss", "home", "json", "sitemap"})


def unproven_statements(outlet: Outlet, evidence: Evidence | None = None) -> list[str]:
    """Return every statement of an outlet that its evidence (default: the catalogue's) does not support."""
    proof = _OutletProof(outlet, evidence or evidence_of(outlet.key))
    return [str(statement) for statement in statements(outlet) if not proof.supports(statement)]


@dataclass(frozen=True)
class _OutletProof:
    """One outlet and its evidence. A statement that no method checks needs an entry in the evidence's `facts`."""

    outlet: Outlet
    evidence: Evidence

    def supports(self, statement: Statement) -> bool:
        """Return True if the evidence supports the statement; a fact with one value allows no other in its place."""
        if statement.value == TO_FILL:
            return False
        values = [fact.value for place, fact in self.evidence.facts.items() if fnmatchcase(statement.place, place)]
        if any(statement.value in value if isinstance(value, list) else statement.value == value for value in values):
            return True
        if any(not isinstance(value, list) for value in values):
            return False
        check = _CHECKS.get((type(statement.part), statement.field))
        return statement.is_default if check is None else check(self, statement)

    @cached_property
    def urls_by_id_space(self) -> dict[str, list[str]]:
        """Map each id space to the real addresses that match its patterns."""
        urls: dict[str, list[str]] = {}
        for article in self.evidence.article_urls:
            if identity := identify(article.url, self.outlet):
                urls.setdefault(identity.id_space, []).append(article.url)
        return urls

    def _rules(self, family: str | None) -> FamilyRules:
        return family_rules().get(family or self.outlet.family, FamilyRules())

    # -- the outlet

    def key(self, statement: Statement) -> bool:
        """Compare the key with the evidence's."""
        return bool(statement.value == self.evidence.outlet)

    def name(self, statement: Statement) -> bool:
        """Search the records' names for the whole name, between their beginning, brackets, commas and their end."""
        names = " | ".join(name for r in self.evidence.all_records for name in (r.name, *r.successor_of))
        return bool(re.search(rf"(?:^|[(|;,] ?){re.escape(statement.value)}(?= ?[()|;,]|$)", names, re.I))

    def status(self, statement: Statement) -> bool:
        """Compare the status with the paper's record."""
        return bool(statement.value == self.evidence.record.status)

    def successor(self, statement: Statement) -> bool:
        """Search the successor's evidence for this paper."""
        return statement.value in catalogue() and _record_merger_of(evidence_of(statement.value), self.outlet)

    def predecessor(self, statement: Statement) -> bool:
        """Search the evidence for the other paper, as one that merged into this one."""
        return statement.value in catalogue() and _record_merger_of(self.evidence, catalogue()[statement.value])

    def province(self, statement: Statement) -> bool:
        """Compare the official name of the unit with the record's."""
        return is_province(statement.value, self.evidence.record.unit_today)

    def former_province(self, statement: Statement) -> bool:
        """Accept a province merged into today's; for an archive paper, only the one that its record names."""
        if not is_merged_into(statement.value, self.outlet.province_code):
            return False
        names = [record.province.removesuffix(" (former)") for record in self.evidence.all_records]
        return self.outlet.status == "active" or any(is_former_province(statement.value, name) for name in names)

    def family(self, statement: Statement) -> bool:
        """Search the records for the family's words; generic means that they name no family at all."""
        if statement.value == "generic":
            return not any(names_family(self.evidence.system_words, family) for family in family_rules())
        return names_family(self.evidence.system_words, statement.value)

    def mark(self, statement: Statement) -> bool:
        """Require the mark in the evidence."""
        return statement.value in self.evidence.marks

    def site_tag(self, statement: Statement) -> bool:
        """Require the tag in the evidence."""
        return statement.value in self.evidence.site_tags

    def section(self, statement: Statement) -> bool:
        """Search what the evidence says of listings and feeds for the path with its number."""
        text = f"{self.evidence.record.listing_pagination} {' '.join(self.evidence.channels)}"
        path, number = statement.value
        return bool(re.search(rf"\b{re.escape(path)}[ -]{number}\b", text))

    def not_articles(self, statement: Statement) -> bool:
        """Accept the family's rules: `unproven_rules` checks those."""
        return statement.value in self._rules(None).not_articles

    def politeness_group(self, statement: Statement) -> bool:
        """Accept the registered domain of the home host."""
        return bool(statement.value == registered_domain(self.outlet.home_host))

    # -- hosts

    def host(self, statement: Statement) -> bool:
        """Require the host in the evidence."""
        return statement.value in self.evidence.hosts

    def role(self, statement: Statement) -> bool:
        """Accept one home host, and as former those with an end date; other roles need a fact."""
        with_fact = {h.host for h in self.outlet.hosts if f"hosts.{h.host}.role" in self.evidence.facts}
        others = [h.host for h in self.outlet.hosts if h.host not in with_fact]
        ended = {host for host in others if self._dates(host).until}
        homes = set(others) - ended or set(others)
        host = statement.part.host
        role = "home" if host in homes else "former" if host in ended else None
        return len(homes) == 1 and bool(statement.value == role)

    def since(self, statement: Statement) -> bool:
        """Compare the date with the beginning of the record's."""
        return _begins_with(self._dates(statement.part.host).since, statement.value)

    def until(self, statement: Statement) -> bool:
        """Compare the date with the beginning of the record's."""
        return _begins_with(self._dates(statement.part.host).until, statement.value)

    def host_note(self, statement: Statement) -> bool:
        """Accept the note on the merger if the record has it."""
        words = "merger date; the switch itself was not observed"
        return bool(statement.value == MERGER_NOTE) and words in (self._dates(statement.part.host).until or "")

    def _dates(self, host: str) -> HostDates:
        return self.evidence.host_dates.get(host, HostDates())

    # -- id spaces

    def id_space(self, statement: Statement) -> bool:
        """Require a name made of the paper's key or one of its hosts; what follows a dot is this project's."""
        return statement.value.split(".")[0] in {
            self.outlet.key,
            *(registered_domain(h.host).split(".")[0] for h in self.outlet.hosts),
        }

    def space_host(self, statement: Statement) -> bool:
        """Require a real address on the host; the home host needs none if no address matched this space at all."""
        urls = self.urls_by_id_space.get(statement.part.id_space, [])
        hosts = {urlsplit(normal_url(url)).hostname for url in urls}
        return statement.value in hosts if urls else bool(statement.value == self.outlet.home_host)

    def pattern(self, statement: Statement) -> bool:
        """Require a real address that matches, or the family's rule, which `unproven_rules` checks."""
        if statement.value == self._rules(statement.part.family).pattern():
            return True
        return any(
            re.search(statement.value, path_and_query(url))
            for url in self.urls_by_id_space.get(statement.part.id_space, [])
        )

    def space_note(self, statement: Statement) -> bool:
        """Accept the note that the numbers of an earlier system are unverified."""
        return bool(statement.value == SAME_NUMBERS_NOTE) and statement.part.layout == "legacy"

    def layout(self, statement: Statement) -> bool:
        """Expect legacy for another family, or where all real addresses match only patterns that the records call old.

        A print form of today's series may look like an old address: Thanh Hóa's.
        """
        old = [pattern for record in self.evidence.all_records for pattern in record.article_patterns_legacy]
        new = [record.article_pattern for record in self.evidence.all_records if record.article_pattern]
        paths = [*map(path_and_query, self.urls_by_id_space.get(statement.part.id_space, []))]
        old_paths = [path for path in paths if _matches_any(old, path) and not _matches_any(new, path)]
        legacy = bool(statement.part.family or (old_paths and old_paths == paths))
        return bool(statement.value == ("legacy" if legacy else "current"))

    # -- channels

    def channel_name(self, statement: Statement) -> bool:
        """Require words of the address, or of the section whose number stands in it."""
        sections = [p for p, number in self.outlet.sections.items() if re.search(rf"\b{number}\b", statement.part.url)]
        words = {*re.split(r"[^a-z0-9]+", " ".join([statement.part.url, *sections]).casefold()), *_WORDS_NOT_FROM_PATH}
        return all(part in words or part.isdecimal() for part in statement.value.split("-"))

    def kind(self, statement: Statement) -> bool:
        """Accept the kind that the address shows; a channel with `items` is JSON."""
        return bool(statement.value == ("json" if statement.part.items else channel_kind(statement.part.url)))

    def url(self, statement: Statement) -> bool:
        """Require the address in the evidence."""
        return statement.value in self.evidence.channels

    def channel_status(self, statement: Statement) -> bool:
        """Compare the status with the channel's record."""
        record = self.evidence.channels.get(statement.part.url)
        return record is not None and bool(statement.value == record.status)

    def pages(self, statement: Statement) -> bool:
        """Accept the default number; another needs a fact."""
        return bool(statement.value == pages_of_a_night(statement.part.url))


_CHECKS: dict[tuple[type, str], Callable[[_OutletProof, Statement], bool]] = {
    (Outlet, "key"): _OutletProof.key,
    (Outlet, "name"): _OutletProof.name,
    (Outlet, "former_names"): _OutletProof.name,
    (Outlet, "status"): _OutletProof.status,
    (Outlet, "successor"): _OutletProof.successor,
    (Outlet, "predecessors"): _OutletProof.predecessor,
    (Outlet, "province_code"): _OutletProof.province,
    (Outlet, "former_province_codes"): _OutletProof.former_province,
    (Outlet, "family"): _OutletProof.family,
    (Outlet, "marks"): _OutletProof.mark,
    (Outlet, "site_tags"): _OutletProof.site_tag,
    (Outlet, "sections"): _OutletProof.section,
    (Outlet, "not_articles"): _OutletProof.not_articles,
    (Outlet, "politeness_group"): _OutletProof.politeness_group,
    (Host, "host"): _OutletProof.host,
    (Host, "role"): _OutletProof.role,
    (Host, "since"): _OutletProof.since,
    (Host, "until"): _OutletProof.until,
    (Host, "note"): _OutletProof.host_note,
    (IdSpace, "id_space"): _OutletProof.id_space,
    (IdSpace, "hosts"): _OutletProof.space_host,
    (IdSpace, "patterns"): _OutletProof.pattern,
    (IdSpace, "layout"): _OutletProof.layout,
    (IdSpace, "family"): _OutletProof.family,
    (IdSpace, "note"): _OutletProof.space_note,
    (Channel, "name"): _OutletProof.channel_name,
    (Channel, "kind"): _OutletProof.kind,
    (Channel, "url"): _OutletProof.url,
    (Channel, "status"): _OutletProof.channel_status,
    (Channel, "pages"): _OutletProof.pages,
}


def _record_merger_of(evidence: Evidence, other: Outlet) -> bool:
    """Return True if the records name another paper, by its name or a host, as one that merged into theirs."""
    names = " | ".join(name for record in evidence.all_records for name in record.successor_of)
    return other.name in names or any(host.host in names for host in other.hosts)


def _begins_with(record: str | None, value: str) -> bool:
    return record is not None and bool(re.match(rf"{re.escape(value)}(?![\w?-])", record))


def _matches_any(patterns: list[str], address: str) -> bool:
    return any(re.search(pattern, address) for pattern in patterns)
