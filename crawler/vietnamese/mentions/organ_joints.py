"""Joints of an organ's name: commas, dashes, 'và', and words of no list that carry it on."""

import re
from collections.abc import Sequence

from crawler.vietnamese.mentions.gazetteer import countries, names_alone, names_of_rank
from crawler.vietnamese.mentions.names import name_end
from crawler.vietnamese.mentions.organ_words import (
    endings,
    ends_place,
    heads,
    is_unknown,
    is_whole,
    known_organs,
    names_unit_above,
    neighbours,
    second_halves,
    starts_organ,
)
from crawler.vietnamese.mentions.words import Word

ROMAN = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
TYING = {"và", "tại", "của", "về", "thuộc", "cho", "vì", "khóa"}
_LONGEST_SUBJECT = 12  # words: 'về chống khai thác hải sản bất hợp pháp'
# First words of organs whose names are all known: UBND, HĐND, Tỉnh ủy, Đảng ủy, Công an, Sở, Bộ, Quân khu …
CLOSED = {
    "ubnd",
    "hđnd",
    "tỉnh",
    "thành",
    "huyện",
    "đảng",
    "công",
    "sở",
    "bộ",
    "quân",
    "quốc",
    "chính",
    "mttq",
    "tand",
    "vksnd",
    "ủy",
    "mặt",
    "nhà",
}


def over_sign(tokens: Sequence[Word], start: int, at: int) -> int:
    """Return how many words a comma or dash carries the organ on by."""
    if at == start or at + 1 >= len(tokens):
        return 0
    before, word, after = tokens[at - 1].key, tokens[at], tokens[at + 1].key
    if word.text in "-–" and before.isdigit() and names_alone().at(tokens, at + 1):
        return 1  # Tòa án nhân dân khu vực 5 - An Giang
    if word.text == "," and ends_place(tokens, at) and names_unit_above(tokens, at + 1):
        return 1  # UBND xã Mỹ Đức, huyện Châu Phú
    if (before, word.key, after) in neighbours()[1]:
        return 2
    return 2 if word.text in ",-–" and _goes_on_behind(tokens, start, at) else 0


def _goes_on_behind(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Tell whether a part behind a comma or dash is one of this organ's name.

    'Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch': with 'và' and one more part behind the comma.
    'Hội đồng tư vấn Dân chủ - Pháp luật': two words behind the dash, of which the first alone has a capital.
    """
    if not is_part(tokens, at) or at + 2 >= len(tokens) or tokens[at + 2].is_capital or not tokens[at + 2].is_letters:
        return False
    if tokens[at].text != ",":
        return tokens[at].start > tokens[at - 1].end and tokens[start].key not in CLOSED
    for over in range(at + 2, min(at + 10, len(tokens) - 1)):
        if tokens[over].key == "và":
            return tokens[over + 1].is_capital and is_part(tokens, over)
        if not tokens[over].is_letters and tokens[over].text != ",":
            break
    return False


def joins(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether this 'và' stands within the name of an organ: between words of a list, or before another part."""
    if at == 0 or at + 1 >= len(tokens):
        return False
    if (tokens[at - 1].key, tokens[at].key, tokens[at + 1].key) in neighbours()[1]:
        return True
    return is_part(tokens, at)


def is_part(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether behind this 'và' (or sign) the name of the organ before it goes on.

    'Trường Chính sách công và Phát triển nông thôn', not 'Sở Y tế và Ban Tổ chức', 'và Chủ tịch', 'và Trần Văn B'.
    """
    after = tokens[at + 1]
    if is_whole(tokens, at):
        return False  # 'UBND tỉnh và', 'Chính phủ và'
    if name_end(tokens, at + 1) or names_alone().at(tokens, at + 1) or heads().at(tokens, at + 1):
        return False
    if after.is_abbreviation:
        return not known_organs().at(tokens, at + 1)  # 'Nông nghiệp và PTNT', not 'Sở Y tế và UBND tỉnh'
    return after.is_capital and after.is_letters


def completes(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Tell whether a lower-case word is the second half of a word that no list has: 'Hội Nuôi | ong'."""
    first = tokens[at - 1]
    if not (first.is_capital and first.is_letters) or first.is_abbreviation or not is_unknown(tokens, at):
        return False
    if at - 2 > start and tokens[at - 2].is_capital:
        return False  # the end of a proper name: 'Đồn Biên phòng Ia Chía | dạy học'
    whole = at - 1 == start or (tokens[at - 2].key, first.key) in neighbours()[0]
    return not (whole and first.key in second_halves()) and not ends_place(tokens, at)


def over_tie(tokens: Sequence[Word], start: int, at: int) -> tuple[int, bool]:
    """Step over a word that ties parts, where it does so within the name; tell also whether a name begins behind it."""
    word, after = tokens[at].key, [w.key for w in tokens[at + 1 : at + 3]]
    listed = at > start and (tokens[at - 1].key, word) in neighbours()[0] and (word, *after[:1]) in neighbours()[0]
    if word == "và":
        return (3 if after == ["các", "khu"] else 2 if joins(tokens, at) else 0), False  # … và các khu công nghiệp
    if word == "tại" and at > start and countries().at(tokens, start):
        rank = _city_rank(tokens, at + 1)
        place = at + 1 + rank
        known = (names_of_rank("thành phố") if rank else names_alone()).at(tokens, place)
        end = place + known
        return (end - at, end < len(tokens) and tokens[end].is_capital) if known else (0, False)
    if word == "của" and after == ["quốc", "hội"]:
        return 3, bool(name_end(tokens, at + 3))
    if word == "thuộc":
        return int(starts_organ(tokens, at + 1)), False
    if word == "khóa" and at > start and at + 1 < len(tokens) and ROMAN.fullmatch(tokens[at + 1].text):
        return 2, False
    # 'Ủy ban Quốc gia về người cao tuổi', not 'Ủy ban Quốc gia | về việc …'
    return (over_subject(tokens, start, at) if word == "về" and at > start else 0) or int(listed), False


def _city_rank(tokens: Sequence[Word], at: int) -> int:
    """Return how many words of a city's rank stand here: of 'Tổng Lãnh sự Hoa Kỳ tại TP. Hồ Chí Minh'."""
    opening = [word.key for word in tokens[at : at + 2]]
    if opening in (["thành", "phố"], ["tp", "."]):
        return 2
    return int(opening[:1] == ["tp"])


def is_surname_rather(tokens: Sequence[Word], at: int) -> bool:
    """Tell 'Chi cục Thủy sản | Hồ Văn Lâm' from 'Đoàn TNCS Hồ Chí Minh': no list goes on as the name does."""
    if not name_end(tokens, at) or (tokens[at].key, tokens[at + 1].key) in neighbours()[0]:
        return False
    if name_end(tokens, at + 1) and (tokens[at - 1].key, tokens[at].key) in endings():
        return False  # 'Trung ương Đoàn | Nguyễn Văn A', 'Phòng Nghiệp vụ Y | Trần Văn An'
    place = names_alone().at(tokens, at + 1)  # Trường Đại học Nông Lâm | Huế
    return not (place and at + 1 + place == name_end(tokens, at))


def over_subject(tokens: Sequence[Word], start: int, at: int) -> int:
    """Return the length of 'về chống khai thác IUU' behind 'Ban Chỉ đạo Quốc gia'; 0 where it is none of the name."""
    steers = tokens[start].key in ("ban", "chỉ", "ủy") and tokens[at - 1].key in ("đạo", "gia")
    end = at + 1
    while (
        steers
        and end < min(len(tokens), at + _LONGEST_SUBJECT)
        and (is_unknown(tokens, end) or tokens[end].is_abbreviation)
    ):
        end += 1
    return end - at if end > at + 2 and tokens[at + 1].key != "việc" else 0


def over_code(tokens: Sequence[Word], first: int, at: int) -> int:
    """Step over a number that ends an organ: 'Trung tâm Đăng kiểm xe cơ giới | 15.08D'."""
    if at == first or at >= len(tokens) or not tokens[at].text[0].isdigit():
        return at
    end = at + 1
    while (
        end + 1 < len(tokens) and tokens[end].start == tokens[end - 1].end and tokens[end + 1].start == tokens[end].end
    ):
        end += 1 + tokens[end + 1].text.isalnum()
        if not tokens[end - 1].text.isalnum():
            return end - 1
    return end
