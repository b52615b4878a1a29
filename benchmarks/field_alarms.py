"""How often field health gives a false alarm, and how surely it sees a loss: simulated papers through the real rule.

    python benchmarks/field_alarms.py [MONTHS]

A paper-month is 30 nights after 28 nights of history. Its noise is that of real papers: few articles at weekends and
at Tết, photo stories without body or lead, pages of another template, rare source credits, nights that differ by more
than chance, witnesses that are absent or wrong in a share that is the paper's own, bodies beside much unclaimed text.
"""

import sys
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

from numpy.random import Generator, default_rng

from crawler.quality.field_health import VITAL, FieldCount, FieldHealth, field_findings
from crawler.quality.finding import Finding
from crawler.quality.night_shares import HISTORY_NIGHTS

NIGHTS = 30
MONTHS_A_YEAR = 12.17
TET_NIGHTS = 7
# The range from which each paper draws its usual share, and how much nights differ: the smaller, the more they do.
FIELDS: dict[str, tuple[float, float, float]] = {
    "headline": (0.998, 1.0, 3000),
    "published_at": (0.995, 1.0, 2000),
    "lead": (0.6, 0.99, 25),
    "body": (0.93, 0.995, 60),
    "section": (0.85, 1.0, 60),
    "bylines": (0.35, 0.95, 20),
    "images": (0.7, 0.98, 25),
    "captions": (0.4, 0.9, 20),
    "source_credit": (0.02, 0.25, 15),
    "tags": (0.3, 1.0, 25),
}
NEVER = 0.15  # the share of papers that do not have one of the fields that are not vital
BODY_SAMPLE = 0.01  # of the bodies that leave little text unclaimed (crawler/sites/witnesses.py)
# (share of papers with a witness, share of its articles, share that agrees)
WITNESSES: dict[str, tuple[float, tuple[float, float], tuple[float, float]]] = {
    "headline": (1.0, (0.9, 1.0), (0.93, 1.0)),
    "published_at": (0.9, (0.8, 1.0), (0.9, 1.0)),
    "lead": (0.9, (0.5, 1.0), (0.6, 1.0)),
    "body": (1.0, (BODY_SAMPLE, BODY_SAMPLE), (0.85, 1.0)),  # another extractor
    "section": (0.4, (0.5, 1.0), (0.5, 1.0)),
    "bylines": (0.3, (0.3, 0.9), (0.4, 1.0)),
    "images": (0.8, (0.7, 1.0), (0.3, 0.95)),
    "tags": (0.5, (0.5, 1.0), (0.5, 1.0)),
}
# (share of papers with such pages, share of the articles without the field whose page seems to show it). A line like a
# credit stood on none of 8 real and 48 invented pages without one; JSON-LD often names a writer who is not printed.
SEEMINGLY_SHOWN: dict[str, tuple[float, tuple[float, float]]] = {
    "lead": (0.3, (0.0, 0.3)),
    "bylines": (0.3, (0.0, 0.6)),
    "source_credit": (1.0, (0.0, 0.01)),
}
# Bodies beside much text that no field claims, each of which another extractor reads too: (share of papers with some,
# share of their bodies, share in which it agrees). Real ones are not known to exist: 0 of 7 pages.
DOUBTFUL = (0.3, (0.0, 0.05), (0.3, 1.0))
# At Tết the papers bring greetings and pictures.
SHARE_AT_TET = {"lead": 0.8, "body": 0.9, "bylines": 0.7, "captions": 0.9, "tags": 0.9}
LEAST_SHARE = 0.5  # of the articles have the field whose loss is planted; of a rarer one, half of the most
PLANTED = 400
FAULTS: dict[str, Collection[str]] = {
    "lost": FIELDS,
    "unread": SEEMINGLY_SHOWN,
    "contradicted": WITNESSES,
    "halved": ["body"],
}
ODD_NIGHTS = 0.05  # the share of nights with some pages of another template
ODD_PAGES_LACK = ("lead", "section", "bylines", "captions", "tags", "body")

Night = dict[str, FieldCount]


@dataclass(frozen=True)
class Paper:
    """One paper's usual volume, and the usual shares of each field: of its witnesses, and of what only seems shown."""

    articles: float
    shares: dict[str, float]
    witnessed: dict[str, tuple[float, float]]
    seemingly_shown: dict[str, float]
    doubtful: float
    doubtful_agreed: float


def a_paper(rng: Generator) -> Paper:
    """Invent a paper: between 2 and 150 new articles on a weekday, most of them with some 25."""
    shares = {field: rng.uniform(low, high) for field, (low, high, _) in FIELDS.items()}
    shares |= {field: 0.0 for field in shares if field not in VITAL and rng.random() < NEVER}
    witnessed = {
        field: (rng.uniform(*there), rng.uniform(*right))
        for field, (papers, there, right) in WITNESSES.items()
        if rng.random() < papers
    }
    articles = min(150.0, max(2.0, rng.lognormal(3.2, 0.9)))
    seemingly_shown = {
        field: rng.uniform(*share) for field, (papers, share) in SEEMINGLY_SHOWN.items() if rng.random() < papers
    }
    papers, doubtful, agreed = DOUBTFUL
    share = rng.uniform(*doubtful) if rng.random() < papers else 0.0
    return Paper(articles, shares, witnessed, seemingly_shown, share, rng.uniform(*agreed))


def a_month(paper: Paper, rng: Generator) -> list[Night]:
    """Invent a month's nights, those of the history before it included; every sixth month holds Tết."""
    first_weekday, nights = int(rng.integers(7)), HISTORY_NIGHTS + NIGHTS
    tet = int(rng.integers(HISTORY_NIGHTS, nights - TET_NIGHTS)) if rng.random() < 1 / 6 else nights
    return [
        a_night(
            paper,
            rng,
            volume=(0.2 if tet <= n < tet + TET_NIGHTS else 0.55 if (first_weekday + n) % 7 >= 5 else 1.0),
            is_tet=tet <= n < tet + TET_NIGHTS,
        )
        for n in range(nights)
    ]


def a_night(paper: Paper, rng: Generator, *, volume: float = 1.0, is_tet: bool = False) -> Night:
    """Invent the counts of one night."""
    read = _about(rng, paper.articles * volume)
    odd = min(read, int(rng.integers(1, 5))) if rng.random() < ODD_NIGHTS else 0
    night = {}
    for field, (_, _, evenness) in FIELDS.items():
        usual = paper.shares[field] * (SHARE_AT_TET.get(field, 1.0) if is_tet else 1.0)
        others = odd if field in ODD_PAGES_LACK else 0
        filled = _drawn(rng, read - others, _tonights_share(rng, usual, evenness))
        there, right = paper.witnessed.get(field, (0.0, 0.0))
        witnessed = _drawn(rng, filled, there)
        agreed = _drawn(rng, witnessed, _tonights_share(rng, right, 40))
        unread = _drawn(rng, read - filled, paper.seemingly_shown.get(field, 0.0))
        night[field] = FieldCount(read, filled, agreed, witnessed - agreed, unread, "lost", "contradicted", "unread")
    return night | {"body": _with_doubtful(paper, rng, night["body"])}


def _with_doubtful(paper: Paper, rng: Generator, count: FieldCount) -> FieldCount:
    """Return the count with the bodies that leave much text unclaimed, of those that no sample had."""
    read_twice = _drawn(rng, count.filled - count.agreed - count.contradicted, paper.doubtful)
    agreed = _drawn(rng, read_twice, paper.doubtful_agreed)
    return replace(count, agreed=count.agreed + agreed, contradicted=count.contradicted + read_twice - agreed)


def _about(rng: Generator, mean: float) -> int:
    """Return a number of articles: days differ by about a third."""
    return max(0, round(rng.normal(mean, 0.3 * mean + 0.5)))


def _tonights_share(rng: Generator, usual: float, evenness: float) -> float:
    """Return a night's share about the usual one (beta distribution)."""
    if usual <= 0 or usual >= 1:
        return usual
    return rng.beta(usual * evenness, (1 - usual) * evenness)


def _drawn(rng: Generator, of: int, share: float) -> int:
    return int(rng.binomial(of, share))


def findings_of(nights: list[Night], place: int) -> Iterator[Finding]:
    """Yield what the rule finds on the night at this place, with the nights before as its history."""
    before = nights[max(0, place - HISTORY_NIGHTS - 6) : place][::-1]
    fields = (FieldHealth(field, count, [n[field] for n in before]) for field, count in nights[place].items())
    return field_findings(fields)


@dataclass(frozen=True)
class FalseAlarms:
    """Nights with a false alarm in so many quiet paper-months, and which fields gave it."""

    months: int
    red_nights: int
    amber_nights: int
    fields: Counter[str]

    @property
    def red_a_year(self) -> float:
        """Return the false red nights of one paper in a year."""
        return self.red_nights / self.months * MONTHS_A_YEAR

    @property
    def amber_a_month(self) -> float:
        """Return the false amber nights of one paper in a month."""
        return self.amber_nights / self.months


def false_alarms(months: int, seed: int = 1) -> FalseAlarms:
    """Simulate quiet paper-months, each of another paper."""
    rng, nights_by_colour, fields = default_rng(seed), Counter[str](), Counter[str]()
    for _ in range(months):
        nights = a_month(a_paper(rng), rng)
        for place in range(HISTORY_NIGHTS, len(nights)):
            found = [*findings_of(nights, place)]
            nights_by_colour.update({f.colour for f in found})
            fields.update(f"{f.text.partition(':')[0]} {f.code}" for f in found)
    return FalseAlarms(months, nights_by_colour["red"], nights_by_colour["amber"], fields)


@dataclass(frozen=True)
class Detection:
    """Planted faults of one field: how many were told in the same night, and within two."""

    planted: int
    same_night: int
    two_nights: int


def detection(field: str, fault: str, papers: int, seed: int = 2, *, least_share: float = 0.0) -> Detection:
    """Break a field for good in a paper that has it in so many articles or more; `broken` knows the faults.

    The night has three new articles or more: one or two odd pages are usual, and no rule could tell. Of the two nights
    at least one article has the field: where none has, nothing is lost. To contradict it, witnesses speak of three.
    """
    rng, planted, same_night, two_nights = default_rng([seed, *f"{field}{fault}".encode()]), 0, 0, 0
    while planted < papers:
        paper = a_paper(rng)
        if paper.shares[field] < max(least_share, 0.01) or (fault == "contradicted" and field not in paper.witnessed):
            continue
        nights = [a_night(paper, rng, volume=1.0 if n % 7 < 5 else 0.55) for n in range(HISTORY_NIGHTS + 2)]
        counts = [night[field] for night in nights[-2:]]
        if counts[0].read < 3 or not any(c.filled for c in counts):
            continue
        if fault == "contradicted" and sum(c.agreed + c.contradicted for c in counts) < 3:
            continue
        nights[-2:] = [night | {field: broken(night[field], fault)} for night in nights[-2:]]
        planted += 1
        told = [any(_tells(f, field) for f in findings_of(nights, n)) for n in (HISTORY_NIGHTS, HISTORY_NIGHTS + 1)]
        same_night += told[0]
        two_nights += any(told)
    return Detection(planted, same_night, two_nights)


def broken(count: FieldCount, fault: str) -> FieldCount:
    """Return the count with the field 'lost' or 'unread' on every page, or 'contradicted' by what witnesses there are.

    A 'halved' body leaves the rest unclaimed, so that another extractor reads every page.
    """
    if fault == "halved":
        return replace(count, agreed=0, contradicted=count.filled)
    if fault in ("lost", "unread"):
        unread = count.unread + (count.filled if fault == "unread" else 0)
        return replace(count, filled=0, agreed=0, contradicted=0, unread=unread)
    return replace(count, agreed=0, contradicted=count.agreed + count.contradicted)


def _tells(finding: Finding, field: str) -> bool:
    return finding.text.startswith(f"{field}:")


def main() -> None:
    """Print the rates."""
    months = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    started = perf_counter()
    quiet = false_alarms(months)
    print(f"{months} quiet paper-months in {perf_counter() - started:.0f} s:")
    print(f"  false red    {quiet.red_a_year:.3f} nights a paper-year")
    print(f"  false amber  {quiet.amber_a_month:.3f} nights a paper-month")
    for name, count in quiet.fields.most_common(6):
        print(f"    {count:5} {name}")
    print("planted                        papers  same night  within two")
    for field, (_, most, _) in FIELDS.items():
        for fault, fields in FAULTS.items():
            if field in fields:
                found = detection(field, fault, PLANTED, least_share=min(LEAST_SHARE, most / 2))
                same, two = found.same_night / found.planted, found.two_nights / found.planted
                print(f"  {fault:13} {field:14} {found.planted:7}  {same:10.1%}  {two:10.1%}")


if __name__ == "__main__":
    main()
