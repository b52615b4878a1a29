"""What the families' rules state, held against the records of the papers that have them."""

import functools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from crawler.outlets.address import normal_url
from crawler.outlets.catalogue import catalogue
from crawler.outlets.records import evidence, family_records
from crawler.outlets.rules import FamilyRules, family_rules


@functools.cache
def unproven_rules() -> list[str]:
    """Return every rule of a family that no record of any of its papers bears out."""
    return [f"{family}.{said}" for family, rules in family_rules().items() for said in _unproven(family, rules)]


def is_named(family: str, heard: str) -> bool:
    """Tell whether records mean a family: by its words, or by what told it from a saved page."""
    words = family_rules()[family].records_say if family in family_rules() else None
    by_markup = re.search(rf"by the markup of [^:|]*:[^|]*\b{re.escape(family)}\b", heard)
    return bool(by_markup) or (words is not None and words in heard)


def target(url: str) -> str:
    """Return what an address's patterns are matched against."""
    parts = urlsplit(normal_url(url))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _unproven(family: str, rules: FamilyRules) -> Iterator[str]:
    papers = [o.key for o in catalogue().values() if family in {o.family, *(space.family for space in o.id_spaces)}]
    addresses = [target(known.url) for key in papers for known in evidence(key).article_urls]
    if rules.records_say and not any(is_named(family, evidence(key).heard) for key in papers):
        yield f"records_say: {rules.records_say}"
    if rules.articles and not _reads(rules.pattern(), addresses):
        yield f"articles: {rules.articles}"
    if rules.editions and not _reads(rules.pattern(under="/[a-z]+"), addresses):
        yield f"editions: {rules.editions}"
    known = family_records().get(family, {})
    yield from (f"not_articles: {pattern}" for pattern in rules.not_articles if pattern not in known)


def _reads(pattern: str | None, addresses: Iterable[str]) -> bool:
    return pattern is not None and any(re.search(pattern, address) for address in addresses)
