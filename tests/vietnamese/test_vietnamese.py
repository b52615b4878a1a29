"""Text, dates, bylines and captions as newspapers print them."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.vietnamese import bylines, captions, dates
from crawler.vietnamese.text import clean, fold, same, title_case


@given(st.text())
def test_clean_text_is_nfc_collapsed_and_stays_so(text: str) -> None:
    found = clean(text)
    assert unicodedata.is_normalized("NFC", found)
    assert found == " ".join(found.split())
    assert clean(found) == found
    assert clean(f"{text}\u200b") == found  # a text that needs no search is the same searched


def test_a_printable_letter_is_kept_in_either_way() -> None:
    # Each on a letter of its own: of more than 30 marks on one letter the last ones go.
    printable = "x".join(chr(code) for code in range(0x110000) if chr(code).isprintable())
    as_dstroke = printable.translate(str.maketrans("ÐƉðɖ", "ĐĐđđ"))
    assert clean(printable) == clean(f"{printable}\u200b") == unicodedata.normalize("NFC", as_dstroke).strip()


@pytest.mark.parametrize("letter", ["ÐĐ", "ƉĐ", "ðđ", "ɖđ", "D\u0335Đ", "D\u0336Đ", "d\u0335đ", "d\u0336đ"])
def test_every_dstroke_is_one_letter(letter: str) -> None:
    assert clean(f"{letter[:-1]}ồng Tháp") == f"{letter[-1]}ồng Tháp"
    assert same(f"{letter[:-1]}ồng", f"{letter[-1]}ồng")


@pytest.mark.parametrize("marks", ["\u0323\u0301", "\u200b\u0323\u0301", "\u0f73", "\u0301\u05b0"])
@pytest.mark.timeout(90)  # it takes no time, and minutes where the marks are sorted
def test_marks_without_end_on_one_letter_are_cleaned_in_linear_time(marks: str) -> None:
    assert len(clean(f"Đồng Tháp x{marks * 100_000} xong")) < 100


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\xa0 b\u200bc", "a bc"),
        ("UCL \x96 UCL Business", "UCL – UCL Business"),
        ("Hoa\u0300 bi\u0300nh", "Hoà bình"),
        (None, ""),
    ],
)
def test_clean(raw: str | None, expected: str) -> None:
    assert clean(raw) == expected


def test_entities_are_decoded_where_asked() -> None:
    assert clean("&amp;#224; &#273;", entities=True) == "à đ"
    assert clean("&#224;") == "&#224;"


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2090, 1, 1)))
def test_every_printed_form_is_read_day_first(when: datetime) -> None:
    day, time = f"{when.day:02}/{when.month:02}/{when.year}", f"{when.hour:02}:{when.minute:02}"
    expected = when.strftime("%Y-%m-%dT%H:%M:00+07:00")
    for text in (f"{day} - {time}", f"{time} | {day}", f"Cập nhật: {time}, {day}", f"{day} {time} (GMT+7)"):
        found = dates.printed(text)
        assert found is not None
        assert found.iso() == expected


@given(st.text())
def test_no_text_makes_the_date_reader_raise(text: str) -> None:
    dates.printed(text)
    dates.american(text)
    dates.iso(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thứ Tư, 09/06/2021, 14:33 (GMT+7)", "2021-06-09T14:33:00+07:00"),
        ("Thứ Ba, 09/06/2021, 14:33 (GMT+7)", None),
        ("Thứ 4, 01/12/2021 | 11:51:00 [GMT +7]", "2021-12-01T11:51:00+07:00"),
        ("20h15' ngày 02/8/2025", "2025-08-02T20:15:00+07:00"),
        ("9-6", None),
        ("31/02/2021 - 10:00", None),
        ("3 giờ trước", "2026-09-01T00:00:00+07:00"),
        ("khoảng 2 tiếng trước", "2026-09-01T00:00:00+07:00"),
        ("08:15 hôm qua", "2026-08-31T08:15:00+07:00"),
        ("Hôm nay, 08:15", "2026-09-01T08:15:00+07:00"),
        ("Hôm qua lúc 20:05", "2026-08-31T20:05:00+07:00"),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    found = dates.printed(text, datetime(2026, 9, 1, 3, tzinfo=UTC))
    assert (found.iso() if found else None) == expected


def test_us_order_only_where_asked() -> None:
    found = dates.american("1/8/2026 10:02:01 AM")
    assert found is not None
    assert found.iso() == "2026-01-08T10:02:01+07:00"


@pytest.mark.parametrize(
    ("raw", "people", "agency"),
    [
        ("Tin, ảnh: TRUNG HẬU", [("Trung Hậu", ["text", "photo"])], None),
        ("Tin và ảnh: Nam B", [("Nam B", ["text", "photo"])], None),
        ("Bài, ảnh: MINH ANH - THU HÀ", [("Minh Anh", ["text", "photo"]), ("Thu Hà", ["text", "photo"])], None),
        ("Tin: Lê A - Ảnh: Hồ B", [("Lê A", ["text"]), ("Hồ B", ["photo"])], None),
        ("LAN CHI (Theo Đài Xa)", [("Lan Chi", ["text"])], "Đài Xa"),
        ("Theo TTXVN", [], "TTXVN"),
        ("(Theo TTXVN)", [], "TTXVN"),
        ("Nguồn: Báo Làng", [], "Báo Làng"),
        ("Lê A/Báo Làng", [("Lê A", ["text"])], "Báo Làng"),
        ("H.N (Lược dịch)", [("H.N", ["translation"])], None),
        ("P.V", [("P.V", ["text"])], None),
        ("", [], None),
    ],
)
def test_bylines(raw: str, people: list[tuple[str, list[str]]], agency: str | None) -> None:
    found = bylines.read(raw)
    assert [(b.name, b.roles) for b in found.bylines] == people
    assert (found.source.agency if found.source else None) == agency


@given(st.text(max_size=200))
def test_no_text_makes_the_byline_reader_raise(text: str) -> None:
    found = bylines.read(text)
    assert all(b.name and b.roles for b in found.bylines)
    bylines.looks_like_byline(text)


def test_a_sentence_is_no_byline() -> None:
    assert not bylines.looks_like_byline("Theo kế hoạch, xã sẽ khởi công trong tháng tới.")
    assert not bylines.looks_like_byline("Ảnh hưởng của bão còn kéo dài nhiều ngày nữa ở ven biển.")


@pytest.mark.parametrize(
    ("raw", "text", "credit"),
    [
        ("Ghe về đích. Ảnh: Đức B", "Ghe về đích.", "Đức B"),
        ("Ghe về đích (Ảnh: TTXVN)", "Ghe về đích", "TTXVN"),
        ("Ảnh: Đài Xa", None, "Đài Xa"),
        ("Quang cảnh buổi họp", "Quang cảnh buổi họp", None),
    ],
)
def test_captions(raw: str, text: str | None, credit: str | None) -> None:
    assert captions.split(raw) == captions.Caption(text, credit)


@given(st.text(max_size=200))
def test_no_text_makes_the_caption_reader_raise(text: str) -> None:
    found = captions.split(text)
    assert fold(found.text or "") in fold(text)


def test_pen_names_keep_their_dots() -> None:
    assert title_case("TRUNG HẬU") == "Trung Hậu"
    assert title_case("P.V") == "P.V"


PRINTS = st.lists(st.sampled_from(["Nước", "nước", "NƯỚC", " ", ", ", "về", "e", "\u0323", "ấp", "ß", "ss"])).map(
    "".join
)


@given(PRINTS, PRINTS)
def test_texts_are_the_same_where_they_fold_to_one(one: str, other: str) -> None:
    assert same(one, other) == (fold(one) == fold(other))
    assert same(one, f"{one}.")
