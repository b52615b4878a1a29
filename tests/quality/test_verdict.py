"""What makes a crawl green, amber or red: pure judgements on facts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.quality.facts import AddressFact, ChannelFact, RunFacts
from crawler.quality.verdict import judge

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
LOADED = [AddressFact(f"https://baoangiang.com.vn/tin-a{n}.html", "loaded") for n in range(9)]
GOOD = RunFacts("finished", NIGHT, [ChannelFact("home", "ok", 9), ChannelFact("rss", "ok", 4)], LOADED)


def and_one(fate: str, why: str | None = None, count: int = 1) -> RunFacts:
    odd = [AddressFact(f"https://baoangiang.com.vn/la-a{n}.html", fate, why) for n in range(900, 900 + count)]
    return replace(GOOD, addresses=LOADED + odd)


def test_a_complete_crawl_is_green_and_says_nothing() -> None:
    verdict = judge(GOOD)
    assert (verdict.colour, verdict.findings) == ("green", [])


def test_a_day_without_a_new_article_is_no_failure() -> None:
    assert judge(replace(GOOD, addresses=LOADED[:1])).colour == "green"


@pytest.mark.parametrize(
    ("facts", "colour", "said"),
    [
        (RunFacts(), "red", "crawl and load it again"),
        (replace(GOOD, crawl_end="shutdown"), "red", "'shutdown'"),
        (replace(GOOD, channels=[ChannelFact("home", "ok", 0)]), "red", "no channel announced an article (read: home)"),
        (replace(GOOD, channels=[]), "red", "read: none"),
        (replace(GOOD, channels=[*GOOD.channels, ChannelFact("xa-hoi", "cut_short", 6, "502")]), "red", "502"),
        (replace(GOOD, channels=[*GOOD.channels, ChannelFact("xa-hoi", "failed", 0, "timeout")]), "red", "timeout"),
        (and_one("unexplained"), "red", "first https://baoangiang.com.vn/la-a900.html"),
        (and_one("unread", "layout_changed", 5), "red", "5 of 14 announced articles could not be read: 5 layout"),
        (and_one("unread", "layout_changed"), "amber", "1 of 10 announced"),
        (and_one("refused", "robots"), "amber", "1 robots"),
        (and_one("gone"), "amber", "404"),
        (replace(GOOD, quarantined=2), "amber", "2 captures are in quarantine"),
    ],
)
def test_what_is_wrong_gives_its_colour_and_says_why(facts: RunFacts, colour: str, said: str) -> None:
    verdict = judge(facts)
    assert verdict.colour == colour
    assert said in verdict.findings[0]


def test_a_guessed_channel_that_fails_is_no_alarm_while_others_announce() -> None:
    def with_failed(certainty: str) -> RunFacts:
        failed = ChannelFact("rss", "failed", 0, "HTTP 404", certainty)
        return replace(GOOD, channels=[GOOD.channels[0], failed])

    assert judge(with_failed("guessed")).colour == "green"
    assert judge(with_failed("listed")).colour == "red"


def test_the_worst_finding_comes_first() -> None:
    facts = replace(and_one("unexplained"), quarantined=1)
    assert [f.split()[1] for f in judge(facts).findings] == ["announced", "captures"]
