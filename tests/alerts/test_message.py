"""The words of a night's message, and which nights are told of."""

import pytest
from summaries import CLOSED, DEAD, GREEN, LOST, NEWLY_ODD, ODD, RECOVERED, night, paper

from crawler.alerts import Message, is_complete, is_due, late_message, night_message, words_of
from crawler.alerts.night import LONGEST
from crawler.outlets import crawled_outlets
from crawler.quality import Summary

BAD_NIGHT = night(GREEN, ODD, LOST, RECOVERED, DEAD, NEWLY_ODD, CLOSED)


def test_red_comes_first_then_what_is_new_then_amber_and_each_line_names_its_page() -> None:
    assert night_message(BAD_NIGHT, words_of("en")) == Message(
        "night",
        "Báo Tỉnh: 2 red (1 new), 2 amber, 1 closed, 2 green",
        "\n".join(
            [
                "Run night-1",
                "",
                "RED",
                "- Báo Cà Mau (new): the site does not answer → docs/runbook.md#dead-site",
                "- Báo An Giang: 3 of 3 new articles are lost: 3 loop → docs/runbook.md#new-articles-lost",
                "- Báo An Giang: odd too → docs/runbook.md#odd",
                "",
                "NEW SINCE THE LAST NIGHT",
                "- Hà Nội Mới: green again",
                "- Sài Gòn Giải Phóng (new): amber: section: 0 of 12, before 14 of 14 → docs/runbook.md#field-lost",
                "- Báo Bình Định (new): closed: robots.txt forbids all → docs/runbook.md#robots-refuse",
                "",
                "AMBER",
                "- Báo Đắk Lắk: 4 new articles, usually 20 → docs/runbook.md#volume-low",
            ]
        ),
        "night-1",
    )


def test_in_vietnamese_each_kind_of_finding_has_a_phrase_before_its_own_sentence() -> None:
    message = night_message(BAD_NIGHT, words_of("vi"))
    assert message.subject == "Báo Tỉnh: 2 đỏ (1 mới), 2 vàng, 1 đóng, 2 xanh"
    assert "ĐỎ\n- Báo Cà Mau (mới): trang báo không trả lời: the site does not answer → " in message.text
    assert "MỚI SO VỚI ĐÊM TRƯỚC\n- Hà Nội Mới: đã xanh trở lại\n" in message.text
    assert "VÀNG\n- Báo Đắk Lắk: 4 new articles" in message.text


def test_a_green_night_says_so_in_one_line() -> None:
    message = night_message(night(GREEN), words_of("en"))
    assert (message.subject, message.text) == ("Báo Tỉnh: 1 green", "Run night-1\n\nAll papers are green.")


def test_a_paper_that_was_never_checked_and_a_step_that_failed_are_red_lines() -> None:
    text = night_message(night(paper("sggp", None)), words_of("en"), ["stories"]).text
    assert text.splitlines()[2:] == [
        "RED",
        "- The step `stories` failed: its log in Airflow says why → docs/runbook.md#step-failed",
        "- Sài Gòn Giải Phóng: was not checked in this run → docs/runbook.md#not-checked",
    ]


def test_a_finding_of_many_lines_or_endless_length_is_one_line_of_bounded_length() -> None:
    endless = paper("sggp", "red", ("red", "dead-site", "no\nanswer " + "x" * 9000))
    *_, line = night_message(night(endless), words_of("en")).text.splitlines()
    assert line.startswith("- Sài Gòn Giải Phóng: no answer xxx")
    assert line.endswith("… → docs/runbook.md#dead-site")
    assert len(line) < 400


def test_a_night_of_many_red_papers_fits_into_one_message_and_counts_what_it_leaves_out() -> None:
    lines = [paper(key, "red", *[("red", "dead-site", f"no answer {n} " * 9) for n in range(9)]) for key in KEYS]
    text = night_message(night(*lines), words_of("en")).text
    *shown, last = text.splitlines()
    left_out = len(lines) * 9 - sum(line.startswith("- ") for line in shown)
    assert last == f"… and {left_out} more lines: `baotinh report --run night-1`"
    assert LONGEST - 300 < len(text) < LONGEST + 100


KEYS = [*crawled_outlets()]


@pytest.mark.parametrize(
    ("summary", "failed", "told_on"),
    [
        (night(GREEN), [], {"night"}),
        (night(ODD), [], {"night"}),
        (night(NEWLY_ODD), [], {"change", "night"}),
        (night(RECOVERED), [], {"change", "night"}),
        (night(CLOSED), [], {"red", "change", "night"}),
        (night(LOST), [], {"red", "night"}),
        (night(DEAD), [], {"red", "change", "night"}),
        (night(paper("sggp", None)), [], {"red", "night"}),
        (night(GREEN), ["stories"], {"red", "change", "night"}),
    ],
)
def test_which_nights_are_told_of(summary: Summary, failed: list[str], told_on: set[str]) -> None:
    assert {on for on in ("red", "change", "night") if is_due(summary, on, failed)} == told_on  # type: ignore[arg-type]


def test_a_night_is_complete_where_all_its_papers_were_judged_red_ones_too() -> None:
    wanted = ["baohatinh", "baocamau"]
    assert is_complete(night(GREEN, DEAD), wanted)
    assert not is_complete(night(GREEN), wanted)
    assert not is_complete(night(GREEN, paper("baocamau", None)), wanted)
    assert not is_complete(night(GREEN), [])


def test_a_late_night_names_the_papers_that_are_open() -> None:
    message = late_message(night(GREEN, paper("sggp", None), ODD), words_of("en"))
    assert (message.kind, message.run_id) == ("late", "night-1")
    assert message.subject == "Báo Tỉnh: the night is not done yet (1 of 3 papers are open)"
    assert message.text.endswith("OPEN\nSài Gòn Giải Phóng")
    assert (
        "đêm chạy chưa xong (còn 1 trên 3 báo)"
        in late_message(night(paper("sggp", None), ODD, GREEN), words_of("vi")).subject
    )
