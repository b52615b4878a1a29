"""What makes a crawl green, amber, red or closed: pure judgements on facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.quality.due_articles import DueArticle
from crawler.quality.facts import ChannelFact, RunFacts
from crawler.quality.silence import Life
from crawler.quality.verdict import judge

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
LIFE = Life(NIGHT, NIGHT - timedelta(hours=4), new=9)


def due(count: int, cause: str | None = None, *, is_new: bool = True, first: int = 100) -> list[DueArticle]:
    return [
        DueArticle(f"https://baoangiang.com.vn/tin-a{n}.html", is_new, cause is None, cause)
        for n in range(first, first + count)
    ]


GOOD = RunFacts("finished", NIGHT, [ChannelFact("home", "ok", 9), ChannelFact("rss", "ok", 4)], due(9), life=LIFE)


def new(good: int, lost: int, cause: str = "redirect_loop") -> RunFacts:
    return replace(GOOD, due=due(good) + due(lost, cause, first=900))


def known(good: int, lost: int, cause: str) -> RunFacts:
    return replace(GOOD, due=due(9) + due(good, is_new=False, first=500) + due(lost, cause, is_new=False, first=900))


def channels(*more: ChannelFact) -> RunFacts:
    return replace(GOOD, channels=[*GOOD.channels, *more])


def all_channels(cause: str, reason: str) -> RunFacts:
    failed = [ChannelFact(name, "failed", 0, reason, cause=cause) for name in ("home", "rss")]
    return RunFacts("finished", NIGHT, failed, [], life=LIFE)


def test_a_complete_crawl_is_green_and_says_nothing() -> None:
    verdict = judge(GOOD)
    assert (verdict.colour, verdict.findings, verdict.due, verdict.loaded) == ("green", [], 9, 9)


def test_a_night_with_nothing_due_is_no_failure() -> None:
    assert judge(replace(GOOD, due=[])).colour == "green"


@pytest.mark.parametrize(
    ("facts", "colour", "code", "words"),
    [
        (RunFacts(), "red", "not-crawled", "crawl and load it again"),
        (replace(GOOD, crawl_end="shutdown"), "red", "crawl-cut-short", "'shutdown'"),
        (replace(GOOD, channels=[ChannelFact("home", "ok", 0)]), "red", "nothing-announced", "(read: home)"),
        (replace(GOOD, channels=[]), "red", "nothing-announced", "read: none"),
        (all_channels("no_answer", "refused"), "red", "dead-site", "the site does not answer"),
        (all_channels("robots_unreachable", "HTTP 503"), "red", "robots-unreachable", "no usable answer"),
        (all_channels("http_error", "HTTP 500"), "red", "site-error", "HTTP 500"),
        (all_channels("asked_to_wait", "HTTP 429"), "red", "asked-to-wait", "left alone for a while"),
        (all_channels("crawl_delay", "3600 s"), "red", "crawl-delay", "longer delay"),
        (all_channels("unreadable", "br"), "red", "site-error", "cannot be read"),
        (all_channels("offsite", "offsite: https://x.vn"), "red", "moved-site", "does not know"),
        (all_channels("robots", "robots.txt forbids it"), "closed", "closed", "robots.txt forbids all 2 channels"),
        (
            replace(channels(ChannelFact("xa-hoi", "failed", 0, "timeout")), due=due(1, "robots")),
            "red",
            "channel-failed",
            "timeout",
        ),
        (known(0, 2, "redirect_loop"), "red", "known-articles-lost", "2 of 2 visits failed"),
        (replace(GOOD, due=due(4, "robots")), "closed", "closed", "robots.txt forbids all 4 articles"),
        (channels(ChannelFact("xa-hoi", "cut_short", 6, "502")), "red", "channel-cut-short", "502"),
        (
            channels(ChannelFact("sitemap", "cut_short", 6, "cut off", cause="truncated", last_items=40)),
            "red",
            "channel-cut-short",
            "sitemap came without its end: cut off (its last read had 40 articles)",
        ),
        (channels(ChannelFact("xa-hoi", "failed", 0, "timeout")), "red", "channel-failed", "timeout"),
        (channels(ChannelFact("rss2", "failed", 0, "HTTP 404", "guessed", last_items=7)), "red", "channel-failed", "7"),
        (new(0, 1), "red", "new-articles-lost", "1 of 1 new articles were not loaded: 1 × an endless redirect"),
        (new(1, 1), "amber", "new-articles-lost", "1 of 2 new articles"),
        (new(11, 3), "red", "new-articles-lost", "3 of 14 new articles"),
        (new(12, 2), "amber", "new-articles-lost", "2 of 14 new articles"),
        (new(9, 5, "gone"), "red", "new-articles-lost", "removed by the paper"),
        (
            new(9, 5, "layout_changed"),
            "red",
            "new-articles-lost",
            "5 × a layout that the parser does not know, such as",
        ),
        (new(9, 5, "limit"), "red", "new-articles-lost", "over the limit of this crawl"),
        (new(9, 5, "trial"), "green", "on-trial", "5 articles wait for the next night, such as"),
        (new(9, 10, "trial"), "amber", "on-trial", "10 articles wait for the next night"),
        (known(9, 1, "soft_404"), "amber", "known-articles-lost", "1 of 10 visits failed: 1 × a page that says"),
        (known(6, 4, "challenge_page"), "red", "known-articles-lost", "4 × a bot challenge"),
        (known(6, 4, "gone"), "red", "known-articles-lost", "removed by the paper"),
        (known(9, 1, "gone"), "green", "articles-removed", "1 of 10 known articles are gone"),
        (known(0, 1, "gone"), "green", "articles-removed", "1 of 1"),
    ],
)
def test_what_is_wrong_gives_its_colour_its_page_and_says_why(
    facts: RunFacts, colour: str, code: str, words: str
) -> None:
    verdict = judge(facts)
    assert (verdict.colour, verdict.findings[0].colour, verdict.findings[0].code) == (colour, colour, code)
    assert words in verdict.findings[0].text


def test_a_guessed_channel_that_never_announced_is_no_alarm_while_others_do() -> None:
    def with_failed(certainty: str) -> RunFacts:
        failed = ChannelFact("rss", "failed", 0, "HTTP 404", certainty)
        return replace(GOOD, channels=[GOOD.channels[0], failed])

    assert judge(with_failed("guessed")).colour == "green"
    assert judge(with_failed("listed")).colour == "red"


def test_each_cause_of_a_loss_has_its_own_example() -> None:
    facts = replace(GOOD, due=due(2) + due(2, "redirect_loop", first=700) + due(1, "soft_404", first=800))
    (finding,) = judge(facts).findings
    assert "2 × an endless redirect, such as https://baoangiang.com.vn/tin-a700.html" in finding.text
    assert "1 × a page that says it is not there, such as https://baoangiang.com.vn/tin-a800.html" in finding.text


def test_the_worst_finding_comes_first() -> None:
    facts = replace(channels(ChannelFact("x", "failed", 0, "502")), due=due(9) + due(1, "soft_404", first=900))
    assert [f.code for f in judge(facts).findings] == ["channel-failed", "new-articles-lost"]
