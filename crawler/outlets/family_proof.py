"""Families' rules, checked against the evidence of the papers that have them."""

import functools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from crawler.outlets.address import normal_url
from crawler.outlets.catalogue import catalogue
from crawler.outlets.records import evidence_of, family_records
from crawler.outlets.rules import FamilyRules, family_rules


@functools.cache
def unproven_rules() -> list[str]:
    """Return every rule of a family that no evidence of any of its papers supports."""
    return [
        f"{family}.{rule}" for family, rules in family_rules().items() for rule in _unproven_rules_of(family, rules)
    ]


def names_family(record_text: str, family: str) -> bool:
    """Return True if a record's words name the family: in the family's own words, or by the markup of a saved page."""
    words = family_rules()[family].records_say if family in family_rules() else None
    by_markup = re.search(rf"by the markup of [^:|]*:[^|]*\b{re.escape(family)}\b", record_text)
    return bool(by_markup) or (words is not None and words in record_text)


def path_and_query(url: str) -> str:
    """Return the part of an address that patterns are matched against."""
    parts = urlsplit(normal_url(url))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _unproven_rules_of(family: str, rules: FamilyRules) -> Iterator[str]:
    papers = [o.key for o in catalogue().values() if family in {o.family, *(space.family for space in o.id_spaces)}]
    addresses = [path_and_query(article.url) for key in papers for article in evidence_of(key).article_urls]
    if rules.records_say and not any(names_family(evidence_of(key).system_words, family) for key in papers):
        yield f"records_say: {rules.records_say}"
    if rules.articles and not _matches_any(rules.pattern(), addresses):
        yield f"articles: {rules.articles}"
    if rules.editions and not _matches_any(rules.pattern(under="/[a-z]+"), addresses):
        yield f"editions: {rules.editions}"
    sources = family_records().get(family, {})
    yield from (f"not_articles: {pattern}" for pattern in rules.not_articles if pattern not in sources)


def _matches_any(pattern: str | None, addresses: Iterable[str]) -> bool:
    return pattern is not None and any(re.search(pattern, address) for address in addresses)
