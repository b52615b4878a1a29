"""Proposed id spaces: the family's rule where the paper's addresses follow it, else what its addresses teach."""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.learner.address_forms import Form, forms_of
from crawler.learner.addresses import LearnedRules
from crawler.learner.id_patterns import id_pattern
from crawler.learner.paper import LearnedPaper
from crawler.outlets import catalogue, family_rules

_FOLLOWS = 0.95  # of the articles' addresses have the family's form: the others may be specials
_LEAST_ADDRESSES = 5


@dataclass(frozen=True)
class ProposedRules:
    """Patterns of each id space by its name, patterns that name no article, and what is doubtful about them.

    `spaces` is None where the family's own rule holds; `reasons` give the evidence for each space.
    """

    spaces: dict[str, list[str]] | None
    not_articles: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def patterns(self) -> list[str]:
        """Return the patterns of all spaces."""
        return [pattern for patterns in (self.spaces or {}).values() for pattern in patterns]


def proposed_rules(paper: LearnedPaper, family: str, key: str, article: str) -> ProposedRules:
    """Return the id spaces of a paper, of whose articles `article` (path and query) is one."""
    targets = paper.sorts.articles or [article]
    own_rule = family_rules()[family].pattern()
    for pattern in [own_rule] if own_rule else _patterns_of_family(family):
        matches = sum(bool(re.search(pattern, target)) for target in targets)
        if matches >= _FOLLOWS * len(targets):
            reason = f"{matches} of {len(targets)} addresses have the form of the family {family}"
            spaces = None if pattern == own_rule else {key: [pattern]}
            return ProposedRules(spaces, reasons={key: reason})
    if paper.rules.rules:
        return _learned(paper.rules, key)
    if len(targets) < _LEAST_ADDRESSES:
        return _of_one_address(article, key)
    doubt = f"id_spaces.{key}: {paper.rules.reason}"
    if paper.rules.fallback is None:
        return ProposedRules({}, doubts=[f"{doubt}; no address of an article is known by its form"])
    spaces = {key: [paper.rules.fallback]}
    return ProposedRules(spaces, paper.rules.not_articles, [f"{doubt}; so the whole path is the id"])


def _learned(rules: LearnedRules, key: str) -> ProposedRules:
    """Return one space for each sequence of ids."""
    spaces: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    for rule in rules.rules:
        name = f"{key}.{rule.space.lower()}" if rule.space else key
        spaces.setdefault(name, []).append(rule.pattern)
        reasons[name] = "; ".join(filter(None, [reasons.get(name), rule.evidence]))
    if rules.fallback is None:
        return ProposedRules(spaces, rules.not_articles, reasons=reasons)
    name = f"{key}.{rules.fallback_space}"
    doubt = f"id_spaces.{name}: {rules.reason}; so the whole path is the id"
    return ProposedRules(spaces | {name: [rules.fallback]}, rules.not_articles, [doubt], reasons)


def _of_one_address(article: str, key: str) -> ProposedRules:
    """Return a rule made from one address: its number, else the whole path; one address proves neither."""
    usable = [(form, value) for form, value in forms_of(article) if _may_be_id(form)]
    doubt = f"id_spaces.{key}: made from too few addresses; front page, feeds and sitemaps show whether it holds"
    if not usable:
        return ProposedRules({key: [r"^/(?P<id>[^?]+?)/?(?:\?|$)"]}, doubts=[f"{doubt}: the whole path"])
    form, value = max(usable, key=lambda each: (each[0].word != "second_last", len(each[1]), each[0].segment == 1))
    return ProposedRules({key: [id_pattern(form, [article], [value])]}, doubts=[doubt])


def _may_be_id(form: Form) -> bool:
    return form.before is not None and (
        form.kind in ("number", "uuid", "mask") or (form.kind == "hash" and form.size == 7)
    )


def _patterns_of_family(family: str) -> list[str]:
    """Return the patterns of a family's papers, the commonest first; those of `generic` have nothing in common."""
    if family == "generic":
        return []
    spaces = [s for o in catalogue().values() if o.family == family for s in o.id_spaces if s.layout == "current"]
    return [pattern for pattern, _ in Counter(p for s in spaces for p in s.patterns).most_common()]


def target_of(url: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
