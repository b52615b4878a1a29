"""Proof of a paper's fields by its own pages: how often witnesses that cannot copy each other say the same; pure.

A field's value and its witness are independent where they come from different kinds of place: the print of the page,
its head (JSON-LD and meta, which one template fills), a channel (feed, listing, sitemap), another extractor's text. For
a paper that is read by what was learned, or by the generic reader, print and head are one kind: it was the head that
showed where to look. Their date counts where bounds from outside the page hold it (date_bounds.py). Only the same words
count as agreement, not similar ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crawler.quality.exact_tests import binomial_tail

State = Literal["proven", "unproven", "refuted"]

FIELDS = ("headline", "published_at", "body", "identity", "lead", "section", "bylines", "tags")
# Without these no article is of use: the paper is proven when all of them are.
NEEDED = ("headline", "published_at", "body", "identity")
PAPER = "paper"
LEAST_ARTICLES, LEAST_NIGHTS = 50, 3
# The newest articles with a witness are judged, whole nights: what a relaunch broke does not hide behind years.
NEWEST_ARTICLES = 200
# Of the articles in which an independent witness speaks, and with 95 % confidence: 50 of 50, 99 of 100, 197 of 200.
LEAST_SHARE, LEAST_BOUND = 0.98, 0.94
REFUTED_BOUND = 0.9
# What speaks of a body is mostly an extractor, which adds or loses lines on up to a third of an honest paper's pages
# (benchmarks/strangers_on_trial.py). It can withhold proof; against a reader it must speak more often.
REFUTED_BOUND_OF_BODY = 0.5
CHANCE = 0.05
# One night by itself takes a proof back: a relaunch does not wait for two hundred articles.
NIGHT_ARTICLES, NIGHT_SHARE = 5, 0.5


@dataclass(frozen=True)
class NightCount:
    """One field in one night's new articles: with an independent witness that says the same, or only others.

    Of `unknown` pages, which the paper's profile does not know, nothing follows but that the field is not proven.
    """

    night: date
    field: str
    confirmed: int
    refuted: int
    unknown: int = 0
    confirmed_url: str | None = None
    refuted_url: str | None = None


@dataclass(frozen=True)
class FieldProof:
    """What is known of one field of a paper, or of the 'paper' as a whole, since when, and from how many articles."""

    field: str
    state: State
    since: date
    nights: int
    confirmed: int
    refuted: int
    confirmed_url: str | None = None
    refuted_url: str | None = None

    def __str__(self) -> str:
        against = f"; against it {self.refuted_url}" if self.refuted_url else ""
        return (
            f"{self.field:12} {self.state} since {self.since}: {self.confirmed} of {self.confirmed + self.refuted} "
            f"articles in {self.nights} nights{against}"
        )


@dataclass(frozen=True)
class PaperProof:
    """How far a paper's reader is proven, by what, since when, and each field that its nights were asked for."""

    outlet_key: str
    state: str
    proven_by: str | None
    since: date | None
    fields: Sequence[FieldProof] = ()

    @property
    def source(self) -> str | None:
        """Return the source that an entry of the catalogue gives: the nights' figures; None if they prove nothing."""
        if self.proven_by != "its nights":
            return None
        figures = (f"{f.field} {f.confirmed} of {f.confirmed + f.refuted}" for f in self.fields if f.field in NEEDED)
        return f"its own nights have proven it since {self.since}: {', '.join(figures)} articles"

    def __str__(self) -> str:
        by = f" by {self.proven_by}" if self.proven_by else ""
        proven = ", ".join(each.field for each in self.fields if each.state == "proven") or "none"
        return f"{self.outlet_key:15} {self.state}{by}{f' since {self.since}' if self.since else ''}; fields: {proven}"


def prove(counts: Iterable[NightCount]) -> list[FieldProof]:
    """Return the proof of each field, and of the paper, as its last night leaves it; [] without a night."""
    by_field: dict[str, list[NightCount]] = defaultdict(list)
    for count in sorted(counts, key=lambda count: count.night):
        by_field[count.field].append(count)
    nights = sorted({count.night for each in by_field.values() for count in each})
    if not nights:
        return []
    history = {field: dict(_history(by_field[field])) for field in FIELDS if field in by_field}
    fields = [_last_of(field, history[field], by_field[field]) for field in history]
    return [*fields, _of_paper(nights, history)]


def _history(counts: Sequence[NightCount]) -> Iterator[tuple[date, State]]:
    """Yield the state after each night."""
    for last in range(1, len(counts) + 1):
        yield counts[last - 1].night, _state(_window(counts[:last]))


def _window(counts: Sequence[NightCount]) -> Sequence[NightCount]:
    """Return the newest nights that hold enough articles with a witness."""
    articles = 0
    for place in range(len(counts) - 1, -1, -1):
        articles += counts[place].confirmed + counts[place].refuted
        if articles >= NEWEST_ARTICLES:
            return counts[place:]
    return counts


def _state(counts: Sequence[NightCount]) -> State:
    confirmed, refuted = sum(c.confirmed for c in counts), sum(c.refuted for c in counts)
    of, nights = confirmed + refuted, sum(c.confirmed + c.refuted > 0 for c in counts)
    of_all = of + sum(c.unknown for c in counts)
    last = counts[-1]
    if (witnessed := last.confirmed + last.refuted) >= NIGHT_ARTICLES and last.confirmed < NIGHT_SHARE * witnessed:
        return "refuted"
    if of < LEAST_ARTICLES or nights < LEAST_NIGHTS:
        return "unproven"
    if confirmed >= LEAST_SHARE * of_all and 1 - binomial_tail(confirmed - 1, of_all, LEAST_BOUND) < CHANCE:
        return "proven"
    bound = REFUTED_BOUND_OF_BODY if last.field == "body" else REFUTED_BOUND
    return "refuted" if binomial_tail(confirmed, of, bound) < CHANCE else "unproven"


def _last_of(field: str, states: dict[date, State], counts: Sequence[NightCount]) -> FieldProof:
    window = _window(counts)
    return FieldProof(
        field,
        [*states.values()][-1],
        _since([*states.items()]),
        sum(c.confirmed + c.refuted > 0 for c in window),
        sum(c.confirmed for c in window),
        sum(c.refuted + c.unknown for c in window),
        next((c.confirmed_url for c in reversed(window) if c.confirmed_url), None),
        next((c.refuted_url for c in reversed(window) if c.refuted_url), None),
    )


def _of_paper(nights: Sequence[date], history: dict[str, dict[date, State]]) -> FieldProof:
    """Return the proof of the paper: proven where all needed fields are, refuted where one of them is."""
    states: list[tuple[date, State]] = []
    now: dict[str, State] = {}
    for night in nights:
        now |= {field: history[field][night] for field in NEEDED if night in history.get(field, {})}
        needed = [now.get(field, "unproven") for field in NEEDED]
        state: State = "refuted" if "refuted" in needed else "unproven" if "unproven" in needed else "proven"
        states.append((night, state))
    return FieldProof(PAPER, states[-1][1], _since(states), len(nights), 0, 0)


def _since(states: Sequence[tuple[date, State]]) -> date:
    """Return the night from which on the last state held."""
    since, last = states[-1]
    for night, state in reversed(states):
        if state != last:
            break
        since = night
    return since
