"""Verdicts from facts: green is complete, amber complete enough to use but worth a look, red is not complete.

Closed is a paper whose robots.txt forbids all that was due: neither a fault of ours nor complete.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.quality.due_articles import lost_articles
from crawler.quality.facts import RunFacts
from crawler.quality.field_health import field_findings
from crawler.quality.finding import SEVERITY, Colour, Finding
from crawler.quality.foreign_lines import foreign_line_findings
from crawler.quality.other_layouts import layout_findings
from crawler.quality.silence import silence


@dataclass(frozen=True)
class Verdict:
    """The colour, and one sentence for each finding, most severe first; green ones, for information, come last.

    `due` counts the articles that were due, `loaded` those of them whose page was read or had not changed.
    """

    colour: Colour
    findings: list[Finding]
    due: int = 0
    loaded: int = 0

    def __str__(self) -> str:
        return self.colour + "".join(f"\n  - {finding}" for finding in self.findings)


def judge(facts: RunFacts) -> Verdict:
    """Return the verdict on one crawl."""
    access = [*_channels(facts), *lost_articles(facts.due), *layout_findings(facts.layouts)]
    # Nobody can hear whether a paper that forbids crawlers is silent.
    silent = [] if any(f.code == "closed" for f in access) else [*_life(facts)]
    fields = [*field_findings(facts.fields), *foreign_line_findings(facts.bodies)]
    findings = [*_crawl(facts), *access, *fields, *silent, *_numbers(facts)]
    colour: Colour = next((c for c in SEVERITY if any(f.colour == c for f in findings)), "green")
    by_severity = sorted(findings, key=lambda f: SEVERITY.index(f.colour))
    return Verdict(colour, by_severity, len(facts.due), sum(d.is_loaded for d in facts.due))


def _crawl(facts: RunFacts) -> Iterator[Finding]:
    if facts.crawl_end is None:
        yield Finding("red", "not-crawled", "no finished crawl of this run is loaded: crawl and load it again")
    elif facts.crawl_end != "finished":
        yield Finding("red", "crawl-cut-short", f"the crawl was ended by '{facts.crawl_end}' before it was through")


_CUT = {"truncated": "came without its end", "unreadable": "came with a page that cannot be read"}


def _channels(facts: RunFacts) -> Iterator[Finding]:
    if facts.crawl_end is not None and not any(c.items for c in facts.channels):
        yield from _no_channel(facts)
        return
    for channel in facts.channels:
        had = f" (its last read had {channel.last_items} articles)" if channel.last_items else ""
        if channel.status == "cut_short":
            how = _CUT.get(channel.cause or "", "was cut short")
            yield Finding("red", "channel-cut-short", f"channel {channel.channel} {how}: {channel.reason}{had}")
        elif channel.status == "failed" and channel.is_expected:
            yield Finding("red", "channel-failed", f"channel {channel.channel} failed: {channel.reason}{had}")
        elif channel.items and channel.overlap == 0 and channel.ending != "known":
            yield Finding(
                "amber",
                "no-overlap",
                f"channel {channel.channel}: its last read had none of these {channel.items} articles:"
                " something may have passed unseen in between",
            )


# The names of what keeps a whole paper from being read, by the cause of most of its channels.
_SITE_FAULTS = {
    "no_answer": ("dead-site", "the site does not answer"),
    "robots_unreachable": ("robots-unreachable", "robots.txt has no usable answer, so nothing may be asked for"),
    "offsite": ("moved-site", "the paper's addresses lead to hosts that the catalogue does not know"),
    "http_error": ("site-error", "the site answers every channel with an error"),
    "asked_to_wait": ("asked-to-wait", "the site asks to be left alone for a while, and was left for tonight"),
    "crawl_delay": ("crawl-delay", "robots.txt asks for a longer delay than is kept; the paper was left for tonight"),
    "unreadable": ("site-error", "the site answers every channel with bytes that cannot be read"),
    "redirect_loop": ("site-error", "the site redirects every channel without an end"),
}


def _no_channel(facts: RunFacts) -> Iterator[Finding]:
    """Yield why no channel announced an article: by its own name where the whole site is the cause."""
    channels = facts.channels
    read = "; ".join(f"{c.channel}: {c.reason}" if c.reason else c.channel for c in channels) or "none"
    causes = Counter(c.cause for c in channels)
    cause = causes.most_common(1)[0][0] if causes else None
    if causes[cause] == len(channels) and cause == "robots" and not facts.due:
        yield Finding("closed", "closed", f"robots.txt forbids all {len(channels)} channels of the paper")
    elif causes[cause] == len(channels) and cause in _SITE_FAULTS:
        code, text = _SITE_FAULTS[cause]
        yield Finding("red", code, f"{text} (read: {read})")
    else:
        yield Finding("red", "nothing-announced", f"no channel announced an article (read: {read})")


def _life(facts: RunFacts) -> Iterator[Finding]:
    if facts.life is not None and facts.crawl_end == "finished":
        yield from silence(facts.life)


def _numbers(facts: RunFacts) -> Iterator[Finding]:
    """Yield the numbers that were not announced: amber only where more are missing than is usual for the paper."""
    for meter in facts.completeness:
        if meter.unseen and meter.is_sequence:
            yield Finding("amber" if meter.is_clearly_below else "green", "numbers-missing", str(meter))
