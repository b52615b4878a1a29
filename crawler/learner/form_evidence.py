"""Evidence for one form of addresses: how many articles have it, whether its ids are distinct, stable and rising."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from urllib.parse import parse_qsl, urlsplit

from crawler.learner.address_forms import Form, forms_of, rough_shape, segments_of
from crawler.learner.address_sorts import AddressSorts

_SAME_SLUG = 0.5  # of the words: an edited headline keeps more, two headlines share fewer
_WORDS_OF_A_SLUG = 3
_SHARE_OF_SHAPE = 0.5
_LEAST_OF_ONE_SHAPE = 8  # addresses: of fewer the numbers of sections are distinct by chance
_MOST_DATES = 400  # pairs grow with the square
_LEAST_DATED = 5
_RANDOM_LOOKING = 0.6  # of the tokens have a digit or an inner capital; of slugs' last words few have
_DATE_NUMBERS = (
    re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?"),
    re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\d\d"),
    re.compile(r"(?:19|20)\d\d"),
)
_MOST_YEARS = 15  # of articles on one front page; ids like 2041, 2042 … are more
_DIGITS_OF_COUNTS = 2
_SHARE_OF_DATES = 0.9


@dataclass(frozen=True)
class FormEvidence:
    """What the addresses say of one form.

    `clashes` are pairs of two articles with one id; `stable` and `unstable` count pairs of addresses of one article
    with one id and with two; `rising` is the share of dated pairs whose later article has the greater number, or None.
    """

    form: Form
    ids: dict[str, str]
    weight: int
    distinct: int
    clashes: list[tuple[str, str]]
    stable: int
    unstable: int
    rising: float | None

    @property
    def refusal(self) -> str | None:
        """Return why the form is no id, or None."""
        values = list(self.ids.values())
        if len(self.clashes) > max(1, len(self.ids) // 50):
            one, other = self.clashes[0]
            return f"gives {len(self.clashes)} pairs of articles one id, as {one} and {other}"
        if self.form.kind in ("number", "hash", "token") and _are_dates(values):
            return "is a date"
        if self.form.kind == "number" and max(map(len, values)) <= _DIGITS_OF_COUNTS:
            return "is a count, as the parts of a series or the pages of a section have"
        if self.form.kind in ("token", "hash") and not _look_random(values):
            return "is a word of the slug, or a number"
        if self.unstable > self.stable:
            return f"changes with slug or section: {self.unstable} articles have two"
        return None


def form_evidence(sorts: AddressSorts, targets: Iterable[str]) -> list[FormEvidence]:
    """Return the evidence for each form that the articles' addresses have.

    Of addresses of one depth and ending at least half must have it: that some slugs end in a number shows nothing.
    """
    ids: defaultdict[Form, defaultdict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    shapes: Counter[str] = Counter()
    for target in targets:
        shape = rough_shape(target)
        shapes[shape] += 1
        for form, value in forms_of(target):
            ids[form][shape][target] = value.lower() if form.kind in ("uuid", "hash") else value
    sure = set(sorts.sure)
    common = {
        form: {t: v for s, own in by_shape.items() if len(own) >= _SHARE_OF_SHAPE * shapes[s] for t, v in own.items()}
        for form, by_shape in ids.items()
    }
    evidence = [_evidence(form, values, sorts, sure) for form, values in common.items() if values]
    return evidence + [_evidence(form, own, sorts, sure) for form, own in _of_one_shape(ids, shapes)]


def _of_one_shape(
    ids: Mapping[Form, Mapping[str, dict[str, str]]], shapes: Counter[str]
) -> Iterator[tuple[Form, dict[str, str]]]:
    """Yield numbers at one place of addresses of one depth and ending: those before a relaunch had ids there."""
    for form, by_shape in ids.items():
        for shape, own in by_shape.items() if form.kind == "number" and len(by_shape) > 1 else ():
            if len(own) >= max(_LEAST_OF_ONE_SHAPE, _SHARE_OF_SHAPE * shapes[shape]):
                yield form, own


def _evidence(form: Form, ids: dict[str, str], sorts: AddressSorts, sure: set[str]) -> FormEvidence:
    pairs = [(one, other) for one, other in sorts.same if one in ids and other in ids]
    stable = sum(ids[one] == ids[other] for one, other in pairs)
    return FormEvidence(
        form=form,
        ids=ids,
        weight=sum(2 if target in sure else 1 for target in ids),
        distinct=len(set(ids.values())),
        clashes=_clashes(ids, sorts),
        stable=stable,
        unstable=len(pairs) - stable,
        rising=_rising(form, ids, sorts),
    )


def _clashes(ids: dict[str, str], sorts: AddressSorts) -> list[tuple[str, str]]:
    """Return each address with the first one that has its id, where they are two articles: no edit of one slug."""
    same = {frozenset(pair) for pair in sorts.same}
    firsts: dict[str, str] = {}
    pairs = ((firsts.setdefault(value, target), target) for target, value in ids.items())
    return [
        (one, other)
        for one, other in pairs
        if one != other and frozenset((one, other)) not in same and not _is_edit(one, other, sorts)
    ]


def _is_edit(one: str, other: str, sorts: AddressSorts) -> bool:
    """Return True if two addresses may be those of one article under two slugs, or under two sections."""
    if sorts.titles.get(one) and sorts.titles.get(one) == sorts.titles.get(other):
        return True
    if _is_variant(one, other):
        return True
    words, others = _slug_words(one), _slug_words(other)
    return min(len(words), len(others)) >= _WORDS_OF_A_SLUG and (
        len(words & others) >= _SAME_SLUG * max(len(words), len(others))
    )


def _is_variant(one: str, other: str) -> bool:
    """Return True if one address is the other with more keys: '/5.html?rel=box', '?id=5&print=1' of '?id=5'."""
    (path, query), (other_path, other_query) = [(p.path, set(parse_qsl(p.query))) for p in map(urlsplit, (one, other))]
    is_told = any(map(str.isdigit, path)) or bool(query and other_query)
    return path == other_path and is_told and (query <= other_query or other_query <= query)


def _slug_words(target: str) -> set[str]:
    """Return the words of the part of an address that has most of them: a segment of the path, a value of the query."""
    parts = urlsplit(target)
    texts = [*segments_of(parts.path)[0], *(value for _, value in parse_qsl(parts.query))]
    words = [{w for w in re.split(r"[^a-z0-9]+", t.casefold()) if w.isalpha()} for t in texts]
    return max(words, key=len, default=set())


def _rising(form: Form, ids: dict[str, str], sorts: AddressSorts) -> float | None:
    """Return for which share of dated pairs the later article has the greater number."""
    if form.kind != "number":
        return None
    dated = [(time, int(value)) for t, value in ids.items() if (time := _seconds(sorts.times.get(t)))]
    dated = sorted(dated[:_MOST_DATES])
    if len({time for time, _ in dated}) < _LEAST_DATED:
        return None
    pairs = [(a, b) for (s, a), (t, b) in combinations(dated, 2) if s < t and a != b]
    return sum(a < b for a, b in pairs) / len(pairs) if pairs else None


def _seconds(time: str | None) -> float | None:
    try:
        return datetime.fromisoformat(time).timestamp() if time else None
    except ValueError:
        return None


def _are_dates(values: list[str]) -> bool:
    if len({value for value in values if len(value) == 4}) > _MOST_YEARS:
        return False
    return sum(any(p.fullmatch(v) for p in _DATE_NUMBERS) for v in values) >= _SHARE_OF_DATES * len(values)


def _look_random(values: list[str]) -> bool:
    marked = sum((v.upper() != v.lower() and any(c.isdigit() for c in v)) or v[1:] != v[1:].lower() for v in values)
    return marked >= _RANDOM_LOOKING * len(values)
