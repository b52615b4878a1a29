"""What the catalogue states without a record that says so."""

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
from crawler.outlets.family_proof import is_named, target
from crawler.outlets.identity import identify
from crawler.outlets.outlet import Channel, Host, IdSpace, Outlet
from crawler.outlets.records import Dates, Evidence, evidence
from crawler.outlets.rules import FamilyRules, family_rules
from crawler.outlets.statements import Statement, statements
from crawler.outlets.units import is_former_province, is_province, was_merged

_NO_WORDS_OF_A_PATH = frozenset({"rss", "home", "json", "sitemap"})


def unproven_statements(outlet: Outlet, records: Evidence | None = None) -> list[str]:
    """Return every statement of an outlet that its records (the catalogue's) do not make, or make otherwise."""
    case = _Case(outlet, records or evidence(outlet.key))
    return [str(statement) for statement in statements(outlet) if not case.proves(statement)]


@dataclass(frozen=True)
class _Case:
    """One outlet before its records. A statement that no method judges needs a fact of its own."""

    outlet: Outlet
    records: Evidence

    def proves(self, said: Statement) -> bool:
        """Tell whether a record makes the statement; a fact of its very place suffers no other there."""
        known = [fact.value for place, fact in self.records.facts.items() if fnmatchcase(said.place, place)]
        if any(said.value in value if isinstance(value, list) else said.value == value for value in known):
            return True
        if any(not isinstance(value, list) for value in known):
            return False
        judge = _JUDGES.get((type(said.part), said.field))
        return said.by_default if judge is None else judge(self, said)

    @cached_property
    def read(self) -> dict[str, list[str]]:
        """Map each id space to the real addresses that its rules read."""
        found: dict[str, list[str]] = {}
        for known in self.records.article_urls:
            if identity := identify(known.url, self.outlet):
                found.setdefault(identity.id_space, []).append(known.url)
        return found

    def _rules(self, family: str | None) -> FamilyRules:
        return family_rules().get(family or self.outlet.family, FamilyRules())

    # -- the paper

    def key(self, said: Statement) -> bool:
        """Hold the key against the record's."""
        return bool(said.value == self.records.outlet)

    def name(self, said: Statement) -> bool:
        """Look for the whole name, between the beginning, brackets, commas and the end of what the records call it."""
        heard = " | ".join(name for s in self.records.said for name in (s.name, *s.successor_of))
        return bool(re.search(rf"(?:^|[(|;,] ?){re.escape(said.value)}(?= ?[()|;,]|$)", heard, re.I))

    def status(self, said: Statement) -> bool:
        """Hold the state against the first record's."""
        return bool(said.value == self.records.says.status)

    def successor(self, said: Statement) -> bool:
        """Ask the successor's records."""
        return said.value in catalogue() and _tell_of(evidence(said.value), self.outlet)

    def predecessor(self, said: Statement) -> bool:
        """Ask the records whether the paper took the other in."""
        return said.value in catalogue() and _tell_of(self.records, catalogue()[said.value])

    def province(self, said: Statement) -> bool:
        """Compare the official name of the unit with the record's."""
        return is_province(said.value, self.records.says.unit_today)

    def former_province(self, said: Statement) -> bool:
        """Take what was merged into today's province, of an archive only the one that its record names."""
        if not was_merged(said.value, self.outlet.province_code):
            return False
        named = [s.province.removesuffix(" (former)") for s in self.records.said]
        return self.outlet.status == "active" or any(is_former_province(said.value, name) for name in named)

    def family(self, said: Statement) -> bool:
        """Look for the family's words in the records; generic says that they know none of the systems."""
        if said.value == "generic":
            return not any(is_named(family, self.records.heard) for family in family_rules())
        return is_named(said.value, self.records.heard)

    def mark(self, said: Statement) -> bool:
        """Look the mark up."""
        return said.value in self.records.marks

    def site_tag(self, said: Statement) -> bool:
        """Look the tag up."""
        return said.value in self.records.site_tags

    def section(self, said: Statement) -> bool:
        """Look for the path with its number in what the records say of listings and feeds."""
        heard = f"{self.records.says.listing_pagination} {' '.join(self.records.channels)}"
        path, number = said.value
        return bool(re.search(rf"\b{re.escape(path)}[ -]{number}\b", heard))

    def not_articles(self, said: Statement) -> bool:
        """Take the family's rules, which have a proof of their own."""
        return said.value in self._rules(None).not_articles

    def politeness_group(self, said: Statement) -> bool:
        """Take the domain that somebody registered."""
        return bool(said.value == registered_domain(self.outlet.home_host))

    # -- its hosts

    def host(self, said: Statement) -> bool:
        """Look the host up."""
        return said.value in self.records.hosts

    def role(self, said: Statement) -> bool:
        """Tell the home host from former ones, which have an end; other roles need a fact."""
        told = {h.host for h in self.outlet.hosts if f"hosts.{h.host}.role" in self.records.facts}
        others = [h.host for h in self.outlet.hosts if h.host not in told]
        ended = {host for host in others if self._dates(host).until}
        homes = set(others) - ended or set(others)
        here = said.part.host
        return len(homes) == 1 and bool(
            said.value == ("home" if here in homes else "former" if here in ended else None)
        )

    def since(self, said: Statement) -> bool:
        """Hold the day against the record's first word."""
        return _begins(self._dates(said.part.host).since, said.value)

    def until(self, said: Statement) -> bool:
        """Hold the day against the record's first word."""
        return _begins(self._dates(said.part.host).until, said.value)

    def host_note(self, said: Statement) -> bool:
        """Take the note on the merger where the record has it."""
        words = "merger date; the switch itself was not observed"
        return bool(said.value == MERGER_NOTE) and words in (self._dates(said.part.host).until or "")

    def _dates(self, host: str) -> Dates:
        return self.records.host_dates.get(host, Dates())

    # -- its id spaces

    def id_space(self, said: Statement) -> bool:
        """Ask for a name after the paper's key or one of its hosts; what is behind a dot is ours."""
        return said.value.split(".")[0] in {
            self.outlet.key,
            *(registered_domain(h.host).split(".")[0] for h in self.outlet.hosts),
        }

    def space_host(self, said: Statement) -> bool:
        """Ask for a real address on the host; the home host needs none where the rules have read no address at all."""
        read = self.read.get(said.part.id_space, [])
        hosts = {urlsplit(normal_url(url)).hostname for url in read}
        return said.value in hosts if read else bool(said.value == self.outlet.home_host)

    def pattern(self, said: Statement) -> bool:
        """Ask for a real address that the rule reads, or the rule of its family, which has a proof of its own."""
        if said.value == self._rules(said.part.family).pattern():
            return True
        return any(re.search(said.value, target(url)) for url in self.read.get(said.part.id_space, []))

    def space_note(self, said: Statement) -> bool:
        """Take the note that says what no record says, of an earlier system's numbers."""
        return bool(said.value == SAME_NUMBERS_NOTE) and said.part.layout == "legacy"

    def layout(self, said: Statement) -> bool:
        """Tell an earlier system: another family, or real addresses of a form that the records call old."""
        old = [pattern for s in self.records.said for pattern in s.article_patterns_legacy]
        new = [s.article_pattern for s in self.records.said if s.article_pattern]
        read = [*map(target, self.read.get(said.part.id_space, []))]
        of_old = [each for each in read if _any(old, each) and not _any(new, each)]
        legacy = bool(said.part.family or of_old)
        return bool(said.value == ("legacy" if legacy else "current"))

    # -- its channels

    def channel_name(self, said: Statement) -> bool:
        """Ask for words of the address, or of the section whose number stands in it."""
        asked = [p for p, number in self.outlet.sections.items() if re.search(rf"\b{number}\b", said.part.url)]
        words = {*re.split(r"[^a-z0-9]+", " ".join([said.part.url, *asked]).casefold()), *_NO_WORDS_OF_A_PATH}
        return all(part in words or part.isdecimal() for part in said.value.split("-"))

    def kind(self, said: Statement) -> bool:
        """Take the kind that the address tells; what has entries is JSON."""
        return bool(said.value == ("json" if said.part.items else channel_kind(said.part.url)))

    def url(self, said: Statement) -> bool:
        """Look the address up."""
        return said.value in self.records.channels

    def how_known(self, said: Statement) -> bool:
        """Hold the state against the record's."""
        known = self.records.channels.get(said.part.url)
        return known is not None and bool(said.value == known.status)

    def pages(self, said: Statement) -> bool:
        """Take the house's number; another needs a fact."""
        return bool(said.value == pages_of_a_night(said.part.url))


_JUDGES: dict[tuple[type, str], Callable[[_Case, Statement], bool]] = {
    (Outlet, "key"): _Case.key,
    (Outlet, "name"): _Case.name,
    (Outlet, "former_names"): _Case.name,
    (Outlet, "status"): _Case.status,
    (Outlet, "successor"): _Case.successor,
    (Outlet, "predecessors"): _Case.predecessor,
    (Outlet, "province_code"): _Case.province,
    (Outlet, "former_province_codes"): _Case.former_province,
    (Outlet, "family"): _Case.family,
    (Outlet, "marks"): _Case.mark,
    (Outlet, "site_tags"): _Case.site_tag,
    (Outlet, "sections"): _Case.section,
    (Outlet, "not_articles"): _Case.not_articles,
    (Outlet, "politeness_group"): _Case.politeness_group,
    (Host, "host"): _Case.host,
    (Host, "role"): _Case.role,
    (Host, "since"): _Case.since,
    (Host, "until"): _Case.until,
    (Host, "note"): _Case.host_note,
    (IdSpace, "id_space"): _Case.id_space,
    (IdSpace, "hosts"): _Case.space_host,
    (IdSpace, "patterns"): _Case.pattern,
    (IdSpace, "layout"): _Case.layout,
    (IdSpace, "family"): _Case.family,
    (IdSpace, "note"): _Case.space_note,
    (Channel, "name"): _Case.channel_name,
    (Channel, "kind"): _Case.kind,
    (Channel, "url"): _Case.url,
    (Channel, "status"): _Case.how_known,
    (Channel, "pages"): _Case.pages,
}


def _tell_of(records: Evidence, other: Outlet) -> bool:
    """Tell whether records name another paper, by its name or a host, as one that was taken in."""
    told = " | ".join(name for s in records.said for name in s.successor_of)
    return other.name in told or any(host.host in told for host in other.hosts)


def _begins(record: str | None, value: str) -> bool:
    return record is not None and bool(re.match(rf"{re.escape(value)}(?![\w?-])", record))


def _any(patterns: list[str], address: str) -> bool:
    return any(re.search(pattern, address) for pattern in patterns)
