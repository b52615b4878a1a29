"""When a paper's own nights prove its fields, and when they take the proof back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.quality.proof import NEEDED, FieldProof, NightCount, prove

FIRST = date(2026, 11, 1)


def nights(counts: Iterable[tuple[int, int]], field: str = "headline") -> list[NightCount]:
    """Return a night for each (confirmed, refuted)."""
    return [NightCount(FIRST + timedelta(days=n), field, *count) for n, count in enumerate(counts)]


def of(field: str, proof: list[FieldProof]) -> FieldProof:
    return next(each for each in proof if each.field == field)


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ([(25, 0), (25, 0)], "unproven"),  # two nights
        ([(20, 0), (20, 0), (9, 0)], "unproven"),  # 49 articles
        ([(20, 0), (20, 0), (10, 0)], "proven"),
        ([(20, 1), (20, 0), (10, 0)], "unproven"),  # 50 of 51: too few to be sure of 94 %
        ([(50, 1), (50, 0), (50, 1)], "proven"),
        ([(50, 2), (50, 2), (50, 2)], "unproven"),  # 96 %
        ([(40, 10), (40, 10), (40, 10)], "refuted"),
        ([(0, 0), (0, 0), (0, 0)], "unproven"),  # no witness speaks
        ([(20, 0)] * 5 + [(1, 9)], "refuted"),  # a relaunch
        ([(1, 9)] + [(30, 0)] * 7, "proven"),  # mended: the newest two hundred count
    ],
)
def test_a_field_is_proven_by_enough_articles_of_enough_nights(counts: list[tuple[int, int]], state: str) -> None:
    assert of("headline", prove(nights(counts))).state == state


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ([(20, 0), (20, 0), (10, 0)], "proven"),
        ([(30, 10), (30, 10), (30, 10)], "unproven"),  # an extractor that adds lines on a quarter of the pages
        ([(12, 28), (12, 28), (12, 28)], "refuted"),
    ],
)
def test_a_body_is_proven_like_all_and_refuted_only_by_most_of_its_pages(
    counts: list[tuple[int, int]], state: str
) -> None:
    assert of("body", prove(nights(counts, "body"))).state == state


@pytest.mark.parametrize(("unknown", "state"), [(0, "proven"), (1, "proven"), (4, "unproven"), (60, "unproven")])
def test_pages_that_the_profile_does_not_know_withhold_a_proof_and_refute_nothing(unknown: int, state: str) -> None:
    body = of("body", prove([replace(night, unknown=unknown) for night in nights([(60, 0)] * 3, "body")]))
    assert (body.state, body.refuted) == (state, 3 * unknown)


def test_a_paper_is_proven_from_the_night_on_in_which_all_that_it_needs_is() -> None:
    counts = [night for field in NEEDED for night in nights([(20, 0)] * 5, field)]
    assert (of("paper", prove(counts)).state, of("paper", prove(counts)).since) == ("proven", FIRST + timedelta(days=2))
    without_body = [count for count in counts if count.field != "body"]
    assert of("paper", prove(without_body)).state == "unproven"
    broken = [*counts, *nights([(0, 0)] * 5 + [(0, 20)], "published_at")[5:]]
    assert (of("paper", prove(broken)).state, of("paper", prove(broken)).since) == (
        "refuted",
        FIRST + timedelta(days=5),
    )


def test_it_does_not_depend_on_the_order_and_needs_a_night() -> None:
    counts = nights([(20, 0), (20, 3), (10, 0)]) + nights([(20, 0)] * 3, "body")
    assert prove(counts) == prove(counts[::-1])
    assert prove([]) == []
