"""Id rules learned from many addresses of one host, each with its evidence; where none is sure, the reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.learner.address_forms import IdKind
from crawler.learner.address_sorts import AddressSorts
from crawler.learner.exclusions import exclusions, matching, reserved
from crawler.learner.form_evidence import FormEvidence, form_evidence
from crawler.learner.id_patterns import id_pattern, path_pattern

_LEAST_ADDRESSES = 5
# A form that so few of the articles have is that of something else, or of one section.
_LEAST_COVERAGE = 0.8
_SECOND_FORM = 3  # sure articles that any form must explain, or one less
_MANY_KNOWN = 8  # beside so many that are known from links
# What an id is most likely made of, where several parts are distinct: numbers come from the database.
_PREFERENCE: dict[IdKind, int] = {"number": 5, "uuid": 4, "mask": 3, "hash": 2, "token": 1, "slug": 0}
PATHS = "path"  # the space of ids that are whole paths, beside others
_NEARLY_AS_MANY = 0.95
_RISING = 0.8


@dataclass(frozen=True)
class IdRule:
    """One pattern with a group `id`, and the words for why it is believed.

    `space` is '' for the paper's first sequence of ids, else the letters that tell another sequence.
    """

    pattern: str
    kind: IdKind
    before: str
    space: str
    addresses: int
    evidence: str


@dataclass(frozen=True)
class LearnedRules:
    """The id rules of one host.

    `rules` are those that are sure. Where they do not explain the articles, `reason` says why, and `fallback` is a
    pattern for the whole path of addresses like those of the others, or None: a paper may have had ids before it
    relaunched. `refused` are forms that were tried, with the reason.
    """

    host: str
    rules: list[IdRule] = field(default_factory=list)
    not_articles: list[str] = field(default_factory=list)
    reason: str | None = None
    fallback: str | None = None
    refused: list[str] = field(default_factory=list)

    @property
    def patterns(self) -> list[str]:
        """Return the patterns to use: those of the rules, then the fallback."""
        return [*(rule.pattern for rule in self.rules), *([self.fallback] if self.fallback else [])]

    @property
    def fallback_space(self) -> str:
        """Return the space of ids that are whole paths: the first, unless rules have it."""
        return PATHS if self.rules else ""

    def is_article(self, target: str) -> bool:
        """Return True if a path with its query is an article's by these rules."""
        return any(matching(pattern, self.not_articles, [target]) for pattern in self.patterns)

    def native_id(self, target: str) -> tuple[str, str] | None:
        """Return the space and the id of an article's address; None where it is no article's."""
        if not self.is_article(target):
            return None
        for rule in self.rules:
            if match := re.search(rule.pattern, target):
                return rule.space, match["id"]
        match = re.search(self.fallback, target) if self.fallback else None
        return (self.fallback_space, match["id"]) if match else None


def learn_id_rules(sorts: AddressSorts, host: str) -> LearnedRules:
    """Learn the id rules of a host: distinct for each article, stable, and taking nothing that is no article."""
    if len(sorts.articles) < _LEAST_ADDRESSES:
        reason = f"{len(sorts.articles)} addresses of articles are too few: a rule needs {_LEAST_ADDRESSES}"
        return LearnedRules(host, reason=reason, fallback=None)
    learned = _Learning(sorts)
    while learned.add_rule():
        pass
    explained = _weight(sorts, sorts.articles) - _weight(sorts, learned.remaining)
    if learned.rules and explained >= _LEAST_COVERAGE * _weight(sorts, sorts.articles):
        return LearnedRules(host, learned.rules, learned.excluded, refused=learned.refused)
    return _with_fallback(learned, host)


class _Learning:
    """Rules found so far, and the articles that none of them explains."""

    def __init__(self, sorts: AddressSorts) -> None:
        self.sorts = sorts
        self.rules: list[IdRule] = []
        self.excluded: list[str] = []
        self.refused: list[str] = []
        self.remaining = sorts.articles

    def add_rule(self) -> bool:
        """Add the rule that most of the remaining articles speak for; return False where there is none."""
        sure = set(self.sorts.sure)
        evidence = [e for e in form_evidence(self.sorts, self.remaining) if e.form.kind != "slug"]
        covering = [e for e in evidence if _is_of_many(len(sure.intersection(e.ids)), len(e.ids))]
        most = max((e.weight for e in covering), default=0)
        covering.sort(key=lambda e: _rank(e, most), reverse=True)
        return any(self._is_taken(each) for each in covering)

    def _is_taken(self, evidence: FormEvidence) -> bool:
        """Take a form for a rule, with exclusions of what is no article; or note why it is refused."""
        form, ids = evidence.form, evidence.ids
        pattern = id_pattern(form, [*ids], [*ids.values()])
        if reason := evidence.refusal:
            self.refused.append(f"{pattern}: {reason}")
            return False
        if not any(re.search(pattern, target) for target in self.remaining):
            self.refused.append(f"{pattern}: does not read the addresses that it was learned from")
            return False
        articles = [t for t in self.sorts.articles if t in ids or re.search(pattern, t)]
        others = matching(pattern, self.excluded, self.sorts.others)
        exceptions = exclusions(pattern, articles, others, self.sorts.seen_others)
        if exceptions is None:
            self.refused.append(f"{pattern}: takes what is no article, as {others[0]}")
            return False
        exceptions += reserved(pattern, articles)
        self.excluded += [each for each in exceptions if each not in self.excluded]
        space = self._space(pattern, evidence)
        self.rules.append(IdRule(pattern, form.kind, form.before or "", space, len(ids), _words(evidence)))
        self.remaining = [t for t in self.remaining if not re.search(pattern, t)]
        return True

    def _space(self, pattern: str, evidence: FormEvidence) -> str:
        """Return the sequence of a rule: that of an earlier one with the same letters, or whose ids pages share."""
        before = re.sub(r"\W|\\d", "", evidence.form.before or "") or evidence.form.kind
        for rule in self.rules:
            if (rule.kind, rule.before) == (evidence.form.kind, evidence.form.before or ""):
                return rule.space
            for one, other in self.sorts.same:
                pairs = ((re.search(rule.pattern, a), re.search(pattern, b)) for a, b in ((one, other), (other, one)))
                if any(a and b and a["id"] == b["id"] for a, b in pairs):
                    return rule.space
        return before if self.rules else ""


def _is_of_many(sure: int, known: int) -> bool:
    """Return True if enough articles have a form: a paper that relaunched this week has few pages of the new one."""
    return sure >= _SECOND_FORM or (sure >= _SECOND_FORM - 1 and known >= _MANY_KNOWN)


def _rank(evidence: FormEvidence, most: int) -> tuple[bool, bool, int, bool, bool, bool, int]:
    """Return what orders forms: coverage, stability, kind, place, rising numbers, literal letters."""
    form = evidence.form
    return (
        evidence.weight >= _NEARLY_AS_MANY * most,
        evidence.stable >= evidence.unstable,
        _PREFERENCE[form.kind],
        form.word != "second_last",
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


def _with_fallback(learned: _Learning, host: str) -> LearnedRules:
    """Return the whole path as the id of the articles that no rule explains, for addresses like theirs."""
    sorts, refused = learned.sorts, learned.refused
    reason = f"no part of the addresses is an id that is sure{': ' + refused[0] if refused else ''}"
    slugs = [e for e in form_evidence(sorts, learned.remaining) if e.form.kind == "slug" and e.form.segment == 1]
    if not slugs:
        return LearnedRules(host, reason=reason, refused=refused)
    best = max(slugs, key=lambda e: e.weight)
    pattern = path_pattern([*best.ids], best.form.ending)
    articles = [t for t in sorts.articles if re.search(pattern, t)]
    exceptions = exclusions(pattern, articles, [*sorts.others], sorts.seen_others)
    if exceptions is None:
        return LearnedRules(host, reason=f"{reason}; and the paths of menus look alike", refused=refused)
    excluded = [*dict.fromkeys([*learned.excluded, *exceptions])]
    with_rules = LearnedRules(host, learned.rules, excluded, reason, pattern, refused)
    if learned.rules and all(map(with_rules.is_article, articles)):
        return with_rules
    return LearnedRules(host, [], exceptions, reason, pattern, refused)


def _weight(sorts: AddressSorts, targets: Sequence[str]) -> int:
    sure = set(sorts.sure)
    return sum(2 if target in sure else 1 for target in targets)
