"""People and things with the name of a place: rivers, schools, clubs, 'bà Trần Thị Hà Giang', 'Sông Lam Nghệ An'."""

from collections.abc import Sequence

from crawler.vietnamese.mentions.names import (
    LONGEST_NAME,
    honorific_end,
    is_common_surname,
    is_name_of_thing,
    name_end,
)
from crawler.vietnamese.mentions.organ_places import VILLAGES
from crawler.vietnamese.mentions.organ_words import verbs
from crawler.vietnamese.mentions.place_contexts import begins_other
from crawler.vietnamese.mentions.place_ranks import rank_at
from crawler.vietnamese.mentions.words import PARAGRAPH_END, Word, word_set

_WORDS_BEFORE_PERSON = {"ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu"}
# Rivers, passes, capes and what was a province of old: sông Đồng Nai, đèo Hà Tĩnh, trấn Hải Dương, phủ Trà Vinh.
_OTHER_THINGS = word_set(
    """
    sông suối hồ đầm vịnh đèo núi đồi dốc hang thác mũi cồn đập gò giồng bến cù trấn phủ dinh lộ sóc phum khối ga clb
    """
)
# Words of two syllables whose last is one of these and which say nothing of the kind.
_ORDINARY_PAIRS = {
    ("chính", "phủ"),
    ("bao", "phủ"),
    ("miền", "núi"),
    ("vùng", "núi"),
    ("rừng", "núi"),
    ("đồi", "núi"),
    ("khai", "thác"),
    ("hợp", "thác"),
}
_OTHER_THING_PAIRS = {
    ("bán", "đảo"),
    ("thành", "cổ"),
    ("quần", "đảo"),
    ("cù", "lao"),
    ("thủy", "điện"),
    ("tòa", "thánh"),
    ("trường", "đua"),
    ("dân", "cư"),
    ("lạc", "bộ"),
    ("bóng", "đá"),
    ("bóng", "chuyền"),
}
# A school or company, in whose name a place can be the last word: 'Đại học Bách khoa | Hà Nội'.
_INSTITUTIONS = {("đại", "học"), ("cao", "đẳng"), ("học", "viện"), ("công", "ty")}
_LONGEST_THING = 6  # capitalized words before the place in the name of a club or a brand
_LONGEST_INSTITUTION = 7  # words of 'Công ty Cổ phần Gang thép'
_NOT_IN_NAME = word_set("ở tại của cho từ đến về và với trên qua vào tỉnh thành tp là để do")
_DIRECTIONS = word_set("đông tây nam bắc")
# The one province whose name is also an ordinary word: in capitals, or after these words, nobody can tell.
_ALSO_A_WORD = {("hòa", "bình")}
_BEFORE_THE_WORD = {"vì", "yêu", "nobel", "nền", "cho", "hát", "rạp"}


def is_no_province(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True if the name of a province at words [at, end), without a rank, is that of a person or a thing."""
    if _is_in_person(tokens, at, end) or honorific_end(tokens, at) >= end or is_name_of_thing(tokens, at):
        return True
    if _ends_longer_name(tokens, at) or _ends_institution(tokens, at):
        return True
    if tuple(word.key for word in tokens[at:end]) in _ALSO_A_WORD and (
        tokens[at].is_abbreviation or (at and tokens[at - 1].key in _BEFORE_THE_WORD)
    ):
        return True
    if at == 0:
        return False
    before = tokens[at - 1].key
    pair = (tokens[at - 2].key, before) if at > 1 else ("", before)
    is_thing = before in _OTHER_THINGS or before in VILLAGES
    return before in _WORDS_BEFORE_PERSON or pair in _OTHER_THING_PAIRS or (is_thing and pair not in _ORDINARY_PAIRS)


def _ends_longer_name(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the name at `at` is the last part of a thing's: 'Sông Lam | Nghệ An', 'Đại học Nam | Cần Thơ'."""
    start, first = at, max(0, at - _LONGEST_THING)
    while start > first and tokens[start - 1].is_capital and tokens[start - 1].is_letters:
        if tokens[start - 1].key == "clb":
            break
        start -= 1
        if tokens[start].is_abbreviation or begins_other(tokens, start) or rank_at(tokens, start):
            return False
    if 0 < start < at and tokens[start - 1].key == "clb":
        return True
    if all(word.key in _DIRECTIONS for word in tokens[start:at]):
        return start < at and is_name_of_thing(tokens, start)
    return at - start > 1 or is_name_of_thing(tokens, start)


def _ends_institution(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the name at `at` ends that of a school or company: 'Công ty Gang thép | Thái Nguyên'."""
    for first in range(at - 1, max(0, at - 1 - _LONGEST_INSTITUTION), -1):
        word = tokens[first]
        is_verb = not word.is_capital and verbs().length_at(tokens, first) > 0
        if is_verb or not word.is_letters or word.key in _NOT_IN_NAME:
            return False
        if (tokens[first - 1].key, word.key) in _INSTITUTIONS:
            return tokens[first - 1].is_capital
    return False


def _is_in_person(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True if the name is the last part of a person's: 'Trần Thị | Hà Giang'."""
    for first in range(at - 1, max(-1, end - LONGEST_NAME - 1), -1):
        if not (tokens[first].is_capital and tokens[first].is_letters):
            return False
        if tokens[first].key == "đoàn" and first == at - 1 and not _follows_honorific(tokens, first):
            return False  # 'đại biểu Cầm Thị Mẫn (Đoàn | Thanh Hóa)'
        if name_end(tokens, first) >= end and (
            is_common_surname(tokens[first]) or _is_surname_beside(tokens, first, at)
        ):
            return True
    return False


def _follows_honorific(tokens: Sequence[Word], at: int) -> bool:
    return any(honorific_end(tokens, first) == at for first in range(max(0, at - 2), at))


def _is_surname_beside(tokens: Sequence[Word], first: int, at: int) -> bool:
    """Return True if a rare surname is just before `at`, and not a word with which a sentence begins: '| Từ Hà Nội'."""
    return first == at - 1 and first > 0 and tokens[first - 1].text not in (".", ":", PARAGRAPH_END)
