"""Words of a text as search compares them: tone marks, accents, đ, numbers of documents, odd dashes."""

import pytest

from crawler.vietnamese.tokens import fold_text, search_vector, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa bình", "hoà bình"),
        ("thủy lợi", "thuỷ lợi"),
        ("khỏe", "khoẻ"),
        ("QUÝ", "qúy"),
        ("Đồng Tháp", "đồng tháp"),
        ("Ðồng Tháp", "Đồng Tháp"),
        ("COVID‑19", "Covid-19"),
        ("06–CT/TU", "06-CT/TU"),
        ("ho\u0300a", "hòa"),
        ("１６/2021", "16/2021"),
    ],
)
def test_two_prints_of_one_word_are_one(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(("one", "other"), [("báo", "bão"), ("đồng", "dồng"), ("đi", "di"), ("hoa", "hòa")])
def test_other_accents_and_another_letter_are_other_words(one: str, other: str) -> None:
    assert words(one) != words(other)
    assert fold_text(one) == fold_text(other)


def test_a_documents_number_falls_into_its_parts() -> None:
    assert words("số 16/2021/NQ-HĐND.") == [*words("số"), "16", "2021", "nq", "hđnd"]


def test_words_between_anything_but_letters_and_digits() -> None:
    assert words("“TP.HCM” – 2,1 m… (Đắk Lắk)/🙂 ́") == ["tp", "hcm", "2", "1", "m", *words("Đắk"), *words("Lắk")]
    assert words("") == []


def test_chinese_is_cut_into_its_characters() -> None:
    assert words("越南 news") == ["越", "南", "news"]


def test_a_vector_has_words_folded_words_and_neighbours() -> None:
    assert search_vector([("A", "Bão số 3"), ("D", "bao")]) == (
        f"'{words('bão')[0]}':1A '~bao':1A '{words('số')[0]}':2A '~so':2A '=bao so' '3':3A '=so 3' 'bao':5D"
    )


def test_the_beginning_of_a_word_is_that_of_its_form_whatever_its_tone() -> None:
    assert words("xoài")[0].startswith(words("xoà")[0])
    assert words("Thuỷ")[0].startswith(words("thủ")[0])
    assert not words("xoai")[0].startswith(words("xoà")[0])


def test_an_author_is_one_token_with_and_without_accents() -> None:
    assert search_vector([], ["Lê Minh", "PV", "…"]) == f"'@{' '.join(words('Lê Minh'))}' '@~le minh' '@pv'"


def test_an_endless_article_still_fits_postgresql() -> None:
    assert len(search_vector([("D", " ".join(f"{n:060}" for n in range(30_000)))]).encode()) < 1_000_000
    assert "16383D" in search_vector([("D", "a " * 20_000)])
    assert "16384D" not in search_vector([("D", "a " * 20_000)])
