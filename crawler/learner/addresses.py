"""Id rules learned from many addresses of one host, each with its evidence; where none is sure, the reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.learner.address_forms import IdKind
from crawler.learner.address_sorts import AddressSorts
from crawler.learner.exclusions import exclusions, matching
from crawler.learner.form_evidence import FormEvidence, form_evidence
from crawler.learner.id_patterns import id_pattern, path_pattern

_LEAST_ADDRESSES = 5
# A form that so few of the articles have is that of something else, or of one section.
_LEAST_COVERAGE = 0.8
_SECOND_FORM = 3  # addresses that a second form must explain
# What an id is most likely made of, where several parts are distinct: numbers come from the database.
_PREFERENCE: dict[IdKind, int] = {"number": 5, "uuid": 4, "mask": 3, "hash": 2, "token": 1, "slug": 0}
_NEARLY_AS_MANY = 0.95
_RISING = 0.8


@dataclass(frozen=True)
class IdRule:
    """One pattern with a group `id`, and the words for why it is believed."""

    pattern: str
    kind: IdKind
    before: str
    addresses: int
    evidence: str


@dataclass(frozen=True)
class LearnedRules:
    """The id rules of one host.

    `rules` is empty where none is sure: then `reason` says why, and `fallback` is a pattern for the whole path of
    addresses like those of its articles, or None. `refused` are forms that were tried, with the reason.
    """

    host: str
    rules: list[IdRule] = field(default_factory=list)
    not_articles: list[str] = field(default_factory=list)
    reason: str | None = None
    fallback: str | None = None
    refused: list[str] = field(default_factory=list)

    @property
    def patterns(self) -> list[str]:
        """Return the patterns to use: those of the rules, else the fallback."""
        return [rule.pattern for rule in self.rules] or ([self.fallback] if self.fallback else [])

    def is_article(self, target: str) -> bool:
        """Return True if a path with its query is an article's by these rules."""
        return any(matching(pattern, self.not_articles, [target]) for pattern in self.patterns)

    def native_id(self, target: str) -> str | None:
        """Return the id in an article's address; None where it is no article's."""
        if not self.is_article(target):
            return None
        return next((m["id"] for pattern in self.patterns if (m := re.search(pattern, target))), None)


def learn_id_rules(sorts: AddressSorts, host: str) -> LearnedRules:
    """Learn the id rules of a host: distinct for each article, stable, and taking nothing that is no article."""
    if len(sorts.articles) < _LEAST_ADDRESSES:
        reason = f"{len(sorts.articles)} addresses of articles are too few: a rule needs {_LEAST_ADDRESSES}"
        return LearnedRules(host, reason=reason, fallback=None)
    rules: list[IdRule] = []
    excluded: list[str] = []
    refused: list[str] = []
    remaining = sorts.articles
    total = _weight(sorts, remaining)
    while len(remaining) >= (_SECOND_FORM if rules else 1):
        chosen = _best_rule(sorts, remaining, total if not rules else _weight(sorts, remaining), excluded, refused)
        if chosen is None:
            break
        rule, more_excluded = chosen
        rules.append(rule)
        excluded += [each for each in more_excluded if each not in excluded]
        remaining = [t for t in remaining if not re.search(rule.pattern, t)]
    if rules:
        return LearnedRules(host, rules, excluded, refused=refused)
    return _fallback(sorts, host, refused)


def _best_rule(
    sorts: AddressSorts, targets: Sequence[str], total: int, excluded: Sequence[str], refused: list[str]
) -> tuple[IdRule, list[str]] | None:
    """Return the rule that most of the targets speak for, with its exclusions; note what was refused and why."""
    evidence = [e for e in form_evidence(sorts, targets) if e.form.kind != "slug"]
    covering = [e for e in evidence if e.weight >= _LEAST_COVERAGE * total and len(e.ids) >= _SECOND_FORM]
    if not covering:
        return None
    most = max(e.weight for e in covering)
    covering.sort(key=lambda e: _rank(e, most), reverse=True)
    for each in covering:
        pattern = id_pattern(each.form, [*each.ids], [*each.ids.values()])
        if reason := each.refusal:
            refused.append(f"{pattern}: {reason}")
            continue
        articles = [t for t in sorts.articles if t in each.ids or re.search(pattern, t)]
        exceptions = exclusions(pattern, articles, [t for t in sorts.others if matching(pattern, excluded, [t])])
        if exceptions is None:
            refused.append(f"{pattern}: takes what is no article, as {matching(pattern, [], sorts.others)[0]}")
            continue
        return IdRule(pattern, each.form.kind, each.form.before or "", len(each.ids), _words(each)), exceptions
    return None


def _rank(evidence: FormEvidence, most: int) -> tuple[bool, bool, bool, int, bool, bool, int]:
    """Return what orders forms: coverage, stability, the kind, rising numbers, literal letters, the last place."""
    form = evidence.form
    return (
        evidence.weight >= _NEARLY_AS_MANY * most,
        evidence.stable >= evidence.unstable,
        form.word != "second_last",
        _PREFERENCE[form.kind],
        (evidence.rising or 0) >= _RISING,
        form.before is not None,
        -form.segment if form.segment else -9,
    )


def _words(evidence: FormEvidence) -> str:
    words = [f"{len(evidence.ids)} addresses with {evidence.distinct} ids"]
    if evidence.stable:
        words.append(f"the same for {evidence.stable} articles under two addresses")
    if evidence.rising is not None:
        words.append(f"rising with the dates of channels in {evidence.rising:.0%} of the pairs")
    return ", ".join(words)


def _fallback(sorts: AddressSorts, host: str, refused: list[str]) -> LearnedRules:
    """Return the whole path as the id, for addresses like those of the articles; no rule is sure."""
    reason = f"no part of the addresses is an id that is sure{': ' + refused[0] if refused else ''}"
    slugs = [e for e in form_evidence(sorts, sorts.articles) if e.form.kind == "slug" and e.form.segment == 1]
    if not slugs:
        return LearnedRules(host, reason=reason, refused=refused)
    best = max(slugs, key=lambda e: e.weight)
    pattern = path_pattern([*best.ids], best.form.ending)
    articles = [t for t in sorts.articles if re.search(pattern, t)]
    exceptions = exclusions(pattern, articles, [*sorts.others])
    if exceptions is None:
        return LearnedRules(host, reason=f"{reason}; and the paths of menus look alike", refused=refused)
    return LearnedRules(host, [], exceptions, reason, pattern, refused)


def _weight(sorts: AddressSorts, targets: Sequence[str]) -> int:
    sure = set(sorts.sure)
    return sum(2 if target in sure else 1 for target in targets)
