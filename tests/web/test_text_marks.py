"""Marks in hostile text: hits, edits, lengths; all of it stays text."""

import pytest
from lxml import html

from crawler.web.text_marks import MOST_WORDS, edit_marks, isolated, number, percent, size, snippet, straight


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("a <b>b</b> c", "<bdi>a <mark>b</mark> c</bdi>"),
        ("<b>open", "<bdi><mark>open</mark></bdi>"),
        ("</b>shut<b>", "<bdi>shut<mark></mark></bdi>"),
        ("<b><b>x</b></b>", "<bdi><mark>x</mark></bdi>"),
        ('<b onclick="x">', "<bdi>&lt;b onclick=&#34;x&#34;&gt;</bdi>"),
    ],
)
def test_hits_are_marked_and_always_end(passage: str, shown: str) -> None:
    assert snippet(passage) == shown


def test_words_that_went_and_came_are_marked_and_the_new_text_is_whole() -> None:
    tree = html.fragment_fromstring(edit_marks("mực nước <i>2,1</i> m", "mực nước <i>2,4</i> m rồi"))
    assert [e.text.strip() for e in tree.iter("del")] == ["<i>2,1</i>"]
    assert [e.text.strip() for e in tree.iter("ins")] == ["<i>2,4</i>", "rồi"]
    for gone in tree.iter("del"):
        gone.text = ""
    assert " ".join(tree.text_content().split()) == "mực nước <i>2,4</i> m rồi"


def test_a_text_without_a_partner_is_all_new_or_all_gone() -> None:
    assert edit_marks(None, "mới") == "<bdi><ins>mới</ins> </bdi>"
    assert edit_marks("cũ", None) == "<bdi><del>cũ</del> </bdi>"


def test_long_texts_are_compared_as_wholes() -> None:
    words = [str(n) for n in range(MOST_WORDS + 1)]
    marks = edit_marks(" ".join(words), " ".join(reversed(words)))
    assert (marks.count("<del>"), marks.count("<ins>")) == (1, 1)


def test_a_line_is_cut_where_it_is_too_long_and_says_how_long_it_is() -> None:
    assert isolated("x" * 5000, 10) == '<bdi>xxxxxxxxxx</bdi><span class="cut"> … (5,000)</span>'
    assert isolated("x" * 10, 10) == "<bdi>xxxxxxxxxx</bdi>"


def test_numbers_are_read_by_people() -> None:
    assert [size(n, "en") for n in (0, 1023, 1536, 5 << 30)] == ["0 B", "1,023 B", "1.5 KB", "5.0 GB"]
    assert [percent(v, "en") for v in (None, 0, 0.12345, 1)] == ["", "0 %", "12.35 %", "100 %"]
    assert (size(1536, "vi"), percent(0.12345, "vi"), number(1_234_567, "vi")) == ("1,5 KB", "12,35 %", "1.234.567")


def test_no_text_turns_the_words_behind_it() -> None:
    assert straight("\u202ea\u2066") == "[U+202E]a[U+2066]"
    assert straight(isolated("\u2069<b>")) == "<bdi>[U+2069]&lt;b&gt;</bdi>"
    assert straight("Hà Nội") == "Hà Nội"
