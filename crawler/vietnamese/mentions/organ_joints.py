"""Joints within an organ's name: commas, dashes, 'và' and the unlisted words after which the name continues.

In examples, '|' marks the word in question or the end of the organ.
"""

import re
from collections.abc import Sequence

from crawler.vietnamese.mentions.gazetteer import countries, names_of_rank, names_without_rank
from crawler.vietnamese.mentions.names import name_end, touches_neighbours
from crawler.vietnamese.mentions.organ_words import (
    Step,
    ends_complete_name,
    ends_place,
    is_unknown_word,
    known_organs,
    last_two_words,
    last_words,
    names_unit_above,
    neighbours,
    opening_phrases,
    rank_length,
    starts_organ,
)
from crawler.vietnamese.mentions.words import Word, word_set

ROMAN = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
TYING_WORDS = {"và", "tại", "của", "về", "thuộc", "cho", "vì", "khóa"}
_LONGEST_GLOSS = 4  # '(UBMTTQ VN)'
_LONGEST_SUBJECT = 12  # words: 'về chống khai thác hải sản bất hợp pháp'
# First words of organs whose names are all known: UBND, HĐND, Tỉnh ủy, Đảng ủy, Công an, Sở, Bộ, Quân khu …
STARTS_OF_LISTED_ORGANS = word_set(
    """
    ubnd hđnd tỉnh thành huyện đảng công sở bộ quân quốc chính mttq tand vksnd ủy mặt nhà
    """
)


def step_over_sign(tokens: Sequence[Word], start: int, at: int) -> int:
    """Return the number of words, from the comma or dash at `at` on, with which the organ continues; 0 if it ends."""
    if at == start or at + 1 >= len(tokens):
        return 0
    before, word, after = tokens[at - 1].key, tokens[at], tokens[at + 1].key
    if word.text == "(":
        return _gloss_length(tokens, at)
    if word.text in "-–" and before.isdigit() and names_without_rank().length_at(tokens, at + 1):
        return 1  # Tòa án nhân dân khu vực 5 - An Giang
    if word.text == "," and ends_place(tokens, at) and names_unit_above(tokens, at + 1):
        return 1  # UBND xã Mỹ Đức, huyện Châu Phú
    if (before, word.key, after) in neighbours().triples or _joins_two_names(tokens, at):
        return 2
    return 2 if word.text in ",-–" and _continues_after(tokens, start, at) else 0


def _gloss_length(tokens: Sequence[Word], at: int) -> int:
    """Return the length of an abbreviation in brackets within an organ's name: 'Ủy ban nhân dân | (UBND) tỉnh'."""
    end = at + 1
    while end < min(len(tokens), at + _LONGEST_GLOSS) and tokens[end].is_abbreviation:
        end += 1
    if end == at + 1 or end + 1 >= len(tokens) or tokens[end].text != ")":
        return 0
    return end + 1 - at if starts_organ(tokens, end + 1) else 0


def _joins_two_names(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a dash is within the double name of a region: 'Vườn quốc gia Phong Nha | - Kẻ Bàng'."""
    if tokens[at].text not in "-–" or at < 3 or at + 2 >= len(tokens) or rank_length(tokens, at - 3):
        return False
    names = [tokens[n] for n in (at - 2, at - 1, at + 1, at + 2)]
    if not all(name.is_capital and name.is_letters and not name.is_abbreviation for name in names):
        return False
    is_longer = at + 3 < len(tokens) and tokens[at + 3].is_capital
    return not (is_longer or name_end(tokens, at + 1) or opening_phrases().length_at(tokens, at + 1))


def _continues_after(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Return True if the organ's name continues after the comma or dash at `at`.

    'Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch': after the comma are 'và' and one more part.
    'Hội đồng tư vấn Dân chủ - Pháp luật': after the dash are two words, of which only the first has a capital.
    """
    if not is_followed_by_part(tokens, at) or at + 2 >= len(tokens):
        return False
    second = tokens[at + 2]
    if second.is_capital or not second.is_letters:
        return False
    if tokens[at].text != ",":
        return tokens[at].start > tokens[at - 1].end and tokens[start].key not in STARTS_OF_LISTED_ORGANS
    for later in range(at + 2, min(at + 10, len(tokens) - 1)):
        if tokens[later].key == "và":
            return tokens[later + 1].is_capital and is_followed_by_part(tokens, later)
        if not tokens[later].is_letters and tokens[later].text != ",":
            break
    return False


def joins_parts(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the 'và' at `at` is within an organ's name: between listed words, or before another part."""
    if at == 0 or at + 1 >= len(tokens):
        return False
    if (tokens[at - 1].key, tokens[at].key, tokens[at + 1].key) in neighbours().triples:
        return True
    return is_followed_by_part(tokens, at)


def is_followed_by_part(tokens: Sequence[Word], at: int) -> bool:
    """Return True if another part of the same organ's name follows the 'và' (or sign) at `at`.

    'Trường Chính sách công và Phát triển nông thôn', not 'Sở Y tế và Ban Tổ chức', 'và Chủ tịch', 'và Trần Văn B'.
    """
    after = tokens[at + 1]
    if ends_complete_name(tokens, at):
        return False  # 'UBND tỉnh và', 'Chính phủ và'
    if name_end(tokens, at + 1):
        return False
    if names_without_rank().length_at(tokens, at + 1) or opening_phrases().length_at(tokens, at + 1):
        return False
    if after.is_abbreviation:
        return not known_organs().length_at(tokens, at + 1)  # 'Nông nghiệp và PTNT', not 'Sở Y tế và UBND tỉnh'
    return after.is_capital and after.is_letters


def completes_word(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Return True if the lower-case word at `at` is the second syllable of an unlisted word: 'Hội Nuôi | ong'."""
    first = tokens[at - 1]
    if not (first.is_capital and first.is_letters) or first.is_abbreviation or not is_unknown_word(tokens, at):
        return False
    if at - 2 > start and tokens[at - 2].is_capital:
        return False  # the end of a proper name: 'Đồn Biên phòng Ia Chía | dạy học'
    is_listed = at - 1 == start or (tokens[at - 2].key, first.key) in neighbours().pairs
    return not (is_listed and first.key in last_words()) and not ends_place(tokens, at)


def step_over_tie(tokens: Sequence[Word], start: int, at: int) -> Step:
    """Step over one of TYING_WORDS and what it ties, if the organ's name continues with it; (0, …) if it does not."""
    word, after = tokens[at].key, [later.key for later in tokens[at + 1 : at + 3]]
    pairs = neighbours().pairs
    listed = at > start and (tokens[at - 1].key, word) in pairs and (word, *after[:1]) in pairs
    if word == "và":
        # '… và các khu công nghiệp'
        return 3 if after == ["các", "khu"] else 2 if joins_parts(tokens, at) else 0, False
    if word == "tại" and at > start and countries().length_at(tokens, start):
        rank = _city_rank_length(tokens, at + 1)
        place = at + 1 + rank
        length = (names_of_rank("thành phố") if rank else names_without_rank()).length_at(tokens, place)
        end = place + length
        return (end - at, end < len(tokens) and tokens[end].is_capital) if length else (0, False)
    if word == "của" and after == ["quốc", "hội"]:
        return 3, bool(name_end(tokens, at + 3))
    if word == "thuộc":
        return int(starts_organ(tokens, at + 1)), False
    if word == "khóa" and at > start and at + 1 < len(tokens) and ROMAN.fullmatch(tokens[at + 1].text):
        return 2, False
    # 'Ủy ban Quốc gia về người cao tuổi', not 'Ủy ban Quốc gia | về việc …'
    return (subject_length(tokens, start, at) if word == "về" and at > start else 0) or int(listed), False


def _city_rank_length(tokens: Sequence[Word], at: int) -> int:
    """Return the number of words of a city's rank at `at`: 2 in 'Tổng Lãnh sự Hoa Kỳ tại | TP. Hồ Chí Minh'."""
    keys = [word.key for word in tokens[at : at + 2]]
    if keys in (["thành", "phố"], ["tp", "."]):
        return 2
    return int(keys[:1] == ["tp"])


def is_surname_after_organ(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the word at `at`, though listed after the one before it, is the surname of a person.

    True for 'Chi cục Thủy sản | Hồ Văn Lâm', False for 'Đoàn TNCS | Hồ Chí Minh', where the lexicon has 'Hồ Chí'.
    """
    if not name_end(tokens, at) or (tokens[at].key, tokens[at + 1].key) in neighbours().pairs:
        return False
    if name_end(tokens, at + 1) and (tokens[at - 1].key, tokens[at].key) in last_two_words():
        return False  # 'Trung ương Đoàn | Nguyễn Văn A', 'Phòng Nghiệp vụ Y | Trần Văn An'
    place_length = names_without_rank().length_at(tokens, at + 1)  # Trường Đại học Nông Lâm | Huế
    return not (place_length and at + 1 + place_length == name_end(tokens, at))


def subject_length(tokens: Sequence[Word], start: int, at: int) -> int:
    """Return the length of the subject after a steering committee: 'Ban Chỉ đạo Quốc gia | về chống khai thác IUU'.

    0 if 'về' at `at` does not belong to the organ's name.
    """
    is_committee = tokens[start].key in ("ban", "chỉ", "ủy") and tokens[at - 1].key in ("đạo", "gia")
    end = at + 1
    limit = min(len(tokens), at + _LONGEST_SUBJECT) if is_committee else 0
    while end < limit and (is_unknown_word(tokens, end) or tokens[end].is_abbreviation):
        end += 1
    return end - at if end > at + 2 and tokens[at + 1].key != "việc" else 0


def code_end(tokens: Sequence[Word], first: int, at: int) -> int:
    """Return the end of a code that ends an organ: 'Trung tâm Đăng kiểm xe cơ giới | 15.08D'; `at` if none is there."""
    if at == first or at >= len(tokens) or not tokens[at].text[0].isdigit():
        return at
    end = at + 1
    while end + 1 < len(tokens) and touches_neighbours(tokens, end):
        end += 1 + tokens[end + 1].text.isalnum()
        if not tokens[end - 1].text.isalnum():
            return end - 1
    return end
