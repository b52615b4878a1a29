"""Field health: what is called lost or contradicted; false alarms and missed losses over simulated paper-months."""

from dataclasses import replace

import field_alarms
import pytest

from crawler.quality.field_health import VITAL, FieldCount, FieldHealth, field_findings

USUAL = [FieldCount(20, 19, 17, 1) for _ in range(28)]
GOOD = FieldCount(20, 19, 17, 1)
LOST = FieldCount(20, 0, 0, 0, lost_url="https://baoangiang.com.vn/tin-a1.html")
WRONG = FieldCount(20, 20, 0, 20, contradicted_url="https://baoangiang.com.vn/tin-a2.html")


def found(field: str, *nights: FieldCount, layout_changed: bool | None = None) -> list[tuple[str, str, str]]:
    """Return what the rule finds tonight, the first of these nights."""
    health = FieldHealth(field, nights[0], nights[1:], layout_changed)
    return [(f.colour, f.code, f.text) for f in field_findings([health])]


def test_a_night_as_usual_has_no_finding() -> None:
    assert found("lead", GOOD, *USUAL) == []
    assert found("lead", FieldCount(), *USUAL) == []


def test_a_lost_field_is_named_with_before_after_example_and_layout() -> None:
    [(colour, code, text)] = found("headline", LOST, *USUAL, layout_changed=True)
    assert (colour, code) == ("red", "field-lost")
    assert text == (
        "headline: filled in 0 of 20 new articles, before in 532 of 560 (95%)"
        "; first https://baoangiang.com.vn/tin-a1.html; the layout's signature changed too"
    )
    [(colour, _, text)] = found("tags", LOST, *USUAL, layout_changed=False)
    assert colour == "amber"
    assert text.endswith("the layout's signature is the same as before")


def test_a_field_that_the_witnesses_contradict_is_named() -> None:
    [(colour, code, text)] = found("published_at", WRONG, *USUAL)
    assert (colour, code) == ("red", "field-contradicted")
    assert "witnesses agree in 0 of 20 new articles, before in 476 of 504 (94%); first https://" in text
    assert [c for c, *_ in found("section", WRONG, *USUAL)] == ["amber"]


def test_a_body_is_contradicted_by_a_sample_of_several_nights() -> None:
    usual = [FieldCount(20, 19, 1, 0) for _ in range(28)]
    cut = FieldCount(20, 19, 0, 1)
    assert found("body", cut, *usual) == found("body", cut, cut, *usual) == []
    [(colour, code, text)] = found("body", cut, cut, cut, *usual)
    assert (colour, code) == ("red", "field-contradicted")
    assert "in 0 of 3 new articles of the last 3 nights, before in 28 of 28" in text


def test_a_body_that_leaves_much_text_unclaimed_on_all_pages_is_told_in_the_same_night() -> None:
    """Such pages are all read by another extractor, of which hardly any was before."""
    usual = [FieldCount(4, 4, 0, 0) for _ in range(28)]
    halved = FieldCount(4, 4, 0, 4, contradicted_url="https://baoangiang.com.vn/tin-a4.html")
    [(colour, code, text)] = found("body", halved, *usual)
    assert (colour, code) == ("red", "field-contradicted")
    assert "not contradicted in 0 of 4 new articles, before in 112 of 112" in text
    assert [c for c, *_ in found("body", FieldCount(14, 14, 0, 14))] == ["red"]
    assert found("body", FieldCount(4, 4, 0, 1), *usual) == []


def test_a_date_that_one_page_in_four_never_had_is_told_within_a_week() -> None:
    nights = [FieldCount(8, 6, 6, 0)] * 6
    assert [c for c, *_ in found("published_at", FieldCount(8, 6, 6, 0), *nights)] == ["red"]


def test_a_paper_with_many_films_is_not_red_for_ever() -> None:
    assert found("body", *[FieldCount(30, 19, 0, 0)] * 29) == []


def test_a_rare_field_is_told_after_two_nights_without_it() -> None:
    usual = [FieldCount(8, (n + 2) % 3, 0, 0) for n in range(28)]
    lost = FieldCount(8, 0, 0, 0)
    assert found("source_credit", lost, *usual) == []
    [(colour, _, text)] = found("source_credit", lost, lost, *usual)
    assert colour == "amber"
    assert "0 of 16 new articles of the last 2 nights, before in 29 of 224" in text


def test_what_a_paper_never_has_is_no_loss() -> None:
    never = [replace(LOST) for _ in range(28)]
    assert found("tags", LOST, *never) == []


def test_a_vital_field_that_stays_broken_stays_red_and_another_one_amber_for_weeks() -> None:
    for nights in (1, 2, 6, 13, 40):
        assert [c for c, *_ in found("headline", *[LOST] * nights, *USUAL)] == ["red"], nights
    for nights in (1, 2, 6, 13):
        assert [c for c, *_ in found("lead", *[LOST] * nights, *USUAL)] == ["amber"], nights
    assert found("lead", *[LOST] * 60, *USUAL) == []


def test_the_night_after_a_mend_is_no_alarm() -> None:
    for field in ("headline", "lead"):
        assert found(field, GOOD, LOST, LOST, *USUAL) == []


def test_a_rare_field_is_told_by_the_pages_that_show_it_and_are_not_read() -> None:
    usual = [FieldCount(20, 3, 0, 0, unread=0) for _ in range(28)]
    unread = FieldCount(20, 0, 0, 0, unread=3, unread_url="https://baoangiang.com.vn/tin-a3.html")
    [(colour, code, text)] = found("source_credit", unread, *usual, layout_changed=True)
    assert (colour, code) == ("amber", "field-lost")
    assert text == (
        "source_credit: read in 0 of 3 new articles that show it, before in 84 of 84 (100%)"
        "; first https://baoangiang.com.vn/tin-a3.html; the layout's signature changed too"
    )
    assert found("source_credit", FieldCount(20, 0, 0, 0), *usual) == []
    assert found("source_credit", FieldCount(20, 2, 0, 0, unread=1), *usual) == []


def test_what_a_paper_always_seems_to_show_is_no_loss() -> None:
    """JSON-LD names a writer on every page, and the paper prints few."""
    usual = [FieldCount(20, 2, 0, 0, unread=18) for _ in range(28)]
    assert found("bylines", FieldCount(20, 1, 0, 0, unread=19), *usual) == []


def test_a_first_night_is_held_against_floors() -> None:
    assert [c for c, *_ in found("headline", replace(LOST, read=3))] == ["red"]
    assert [c for c, *_ in found("body", replace(LOST, read=14))] == ["red"]
    assert [c for c, *_ in found("lead", LOST)] == ["amber"]
    assert found("source_credit", LOST) == []
    assert found("headline", FieldCount(14, 14, 12, 2)) == []
    assert [c for _, c, _ in found("headline", FieldCount(14, 14, 0, 14))] == ["field-contradicted"]


def test_small_nights_add_up() -> None:
    few = [FieldCount(2, 1, 0, 0), FieldCount(2, 2, 0, 0)] * 14
    one_night, two_nights = [replace(LOST, read=3)], [replace(LOST, read=3)] * 2
    assert found("lead", *one_night, *few) == []
    [(colour, _, text)] = found("lead", *two_nights, *few)
    assert colour == "amber"
    assert "0 of 6 new articles of the last 2 nights" in text


def test_a_day_of_photo_stories_is_no_alarm_for_a_paper_that_has_such_days() -> None:
    uneven = [FieldCount(20, 4 if n % 7 == 3 else 19, 0, 0) for n in range(28)]
    assert found("lead", FieldCount(20, 4, 0, 0), *uneven) == []


@pytest.mark.parametrize("months", [200, pytest.param(1000, marks=[pytest.mark.faults, pytest.mark.long])])
def test_quiet_paper_months_have_few_false_alarms(months: int) -> None:
    quiet = field_alarms.false_alarms(months, seed=1)
    assert quiet.red_a_year <= 1, quiet
    assert quiet.amber_a_month <= 1, quiet


@pytest.mark.parametrize("field", sorted(VITAL))
def test_a_broken_vital_field_is_told_in_the_same_night(field: str) -> None:
    found = field_alarms.detection(field, "lost", 150, seed=3)
    assert found.same_night / found.planted >= 0.99, found


@pytest.mark.parametrize("field", ["lead", "section", "bylines", "images", "captions", "tags"])
def test_another_lost_field_is_told_within_two_nights(field: str) -> None:
    found = field_alarms.detection(field, "lost", 120, seed=3, least_share=0.5)
    assert found.two_nights / found.planted >= 0.95, found


def test_a_rare_field_that_is_gone_from_the_pages_is_told_within_two_nights() -> None:
    found = field_alarms.detection("source_credit", "lost", 300, seed=3, least_share=0.125)
    assert found.two_nights / found.planted >= 0.95, found


def test_a_halved_body_is_told_in_the_same_night() -> None:
    found = field_alarms.detection("body", "halved", 150, seed=3)
    assert found.same_night / found.planted >= 0.99, found


def test_a_rare_field_that_the_pages_show_and_nobody_reads_is_told_within_two_nights() -> None:
    found = field_alarms.detection("source_credit", "unread", 300, seed=3, least_share=0.125)
    assert found.two_nights / found.planted >= 0.95, found
