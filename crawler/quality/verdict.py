"""Verdicts from facts: green is complete, amber complete enough to use but worth a look, red is not complete."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.quality.facts import AddressFact, RunFacts

Colour = Literal["green", "amber", "red", "closed"]
_Found = tuple[Colour, str]


@dataclass(frozen=True)
class Finding:
    """What one rule found; `code` is the part of docs/runbook.md that says what to do."""

    colour: Colour
    code: str
    text: str


# One odd page a night is usual (a live ticker, a photo story on another template); more is a broken layout or site.
UNREAD_SHARE = 0.2


@dataclass(frozen=True)
class Verdict:
    """The colour, and one sentence for each finding, most severe first; green ones, for information, come last."""

    colour: Colour
    findings: list[str]

    def __str__(self) -> str:
        return self.colour + "".join(f"\n  - {finding}" for finding in self.findings)


def judge(facts: RunFacts) -> Verdict:
    """Return the verdict on one crawl."""
    findings = [*_crawl(facts), *_channels(facts), *_addresses(facts), *_numbers(facts)]
    colours = [colour for colour, _ in findings]
    worst: Colour = "red" if "red" in colours else "amber" if "amber" in colours else "green"
    by_severity = [text for severity in ("red", "amber", "green") for colour, text in findings if colour == severity]
    return Verdict(worst, by_severity)


def _crawl(facts: RunFacts) -> Iterator[_Found]:
    if facts.crawl_end is None:
        yield "red", "no finished crawl of this run is loaded: crawl and load it again"
    elif facts.crawl_end != "finished":
        yield "red", f"the crawl was ended by '{facts.crawl_end}' before it was through"


def _channels(facts: RunFacts) -> Iterator[_Found]:
    if facts.crawl_end is not None and not any(c.items for c in facts.channels):
        read = "; ".join(f"{c.channel}: {c.reason}" if c.reason else c.channel for c in facts.channels)
        yield "red", f"no channel announced an article (read: {read or 'none'})"
    for channel in facts.channels:
        if channel.status == "cut_short":
            yield "red", f"channel {channel.channel}: the walk was cut short: {channel.reason}"
        elif channel.status == "failed" and channel.certainty != "guessed":  # a guessed channel may not exist
            yield "red", f"channel {channel.channel} failed: {channel.reason}"
        elif channel.items and channel.overlap == 0 and channel.ending != "known":
            yield (
                "amber",
                f"channel {channel.channel}: its last read had none of these {channel.items} articles:"
                " something may have passed unseen in between",
            )


def _addresses(facts: RunFacts) -> Iterator[_Found]:
    by_fate: dict[str, list[AddressFact]] = {}
    for address in facts.addresses:
        by_fate.setdefault(address.fate, []).append(address)
    if lost := by_fate.get("unexplained"):
        yield "red", f"{len(lost)} announced articles are neither loaded nor explained, first {lost[0].url}"
    if unread := by_fate.get("unread"):
        share = len(unread) / len(facts.addresses)
        colour: Colour = "red" if share > UNREAD_SHARE else "amber"
        yield (
            colour,
            f"{len(unread)} of {len(facts.addresses)} announced articles could not be read: {_reasons(unread)}",
        )
    if refused := by_fate.get("refused"):
        yield "amber", f"{len(refused)} announced articles were not asked for: {_reasons(refused)}"
    if gone := by_fate.get("gone"):
        yield "amber", f"{len(gone)} announced articles answer 404 or 410, first {gone[0].url}"
    if facts.quarantined:
        yield "amber", f"{facts.quarantined} captures are in quarantine (ops.quarantine says why)"


def _numbers(facts: RunFacts) -> Iterator[_Found]:
    """Yield the numbers that were not announced: amber only where more are missing than is usual for the paper."""
    for meter in facts.completeness:
        if meter.unseen and meter.is_sequence:
            yield "amber" if meter.is_clearly_below else "green", str(meter)


def _reasons(addresses: list[AddressFact]) -> str:
    counts = Counter(a.why for a in addresses)
    return ", ".join(f"{n} {why}" for why, n in counts.most_common()) + f", first {addresses[0].url}"
