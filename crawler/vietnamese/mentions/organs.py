"""Organs (of party, state, front and army, schools, hospitals): where the name of an organ ends in running text.

Vietnamese capitalizes only the first word of each part of a name ('Sở Nông nghiệp và Môi trường tỉnh An Giang'). So the
end is found by the words that may follow each other: neighbours in known organs, ranks with place names, and capitals.
In examples, '|' marks the word in question or the end of the organ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crawler.vietnamese.mentions.gazetteer import countries, names_without_rank
from crawler.vietnamese.mentions.names import name_end
from crawler.vietnamese.mentions.organ_joints import (
    ROMAN,
    STARTS_OF_LISTED_ORGANS,
    TYING_WORDS,
    code_end,
    completes_word,
    is_followed_by_part,
    is_surname_after_organ,
    joins_parts,
    step_over_sign,
    step_over_tie,
)
from crawler.vietnamese.mentions.organ_places import (
    begins_name,
    begins_name_with_honorific,
    step_over_capital,
    step_over_unit,
)
from crawler.vietnamese.mentions.organ_words import (
    Step,
    ends_complete_name,
    ends_place,
    is_unknown_word,
    known_organs,
    neighbours,
    rank_length,
    starts_organ,
    verbs,
    vocabulary,
)
from crawler.vietnamese.mentions.words import Phrases, Word, lexicon, word_set

_LONGEST = 40  # words; the longest organ of the lexicon has 24 with its place
_MOST_UNKNOWN = 12  # unlisted lower-case words that may be within an organ's name ('Hội Nuôi ong mật')
_MOST_UNKNOWN_AT_END = 6  # such words that may end an organ's name
# Words after which a number belongs to the organ: 'Quân khu 9', 'Tòa án nhân dân khu vực 5'.
_WORDS_BEFORE_NUMBER = word_set(
    """
    khu quận phường đoàn khóm ấp vùng số đội phố vực trạm thôn tổ khóa viện dân khối đại k đạo xã lần thứ sở binh án
    kho biển
    """
)
_SCHOOL_WORDS = {"thpt", "thcs", "học", "non", "giáo"}  # Tiểu học, Mầm non, Mẫu giáo
_INSIDE_A_COMPANY = {"đảng", "công", "chi", "đoàn", "hội"}


@dataclass(frozen=True)
class Organ:
    """An organ at words [start, end); `before_name` if it ends because a person's name begins there."""

    start: int
    end: int
    before_name: bool

    def __bool__(self) -> bool:
        return self.end > self.start


def organ_at(tokens: Sequence[Word], start: int) -> Organ:
    """Return the whole organ that begins at word `start`; an empty one if there is none."""
    return _walk(tokens, start, _MOST_UNKNOWN)


def place_after_rank(tokens: Sequence[Word], at: int) -> Organ:
    """Return the place after a rank that ends just before `at`, as an organ: 'Trưởng ấp | Vĩnh Thành'."""
    length, before_name = step_over_unit(tokens, at - 1, 1)
    place = Organ(at, at - 1 + length, before_name)
    if before_name or place.end == at:
        return place
    last = _walk(tokens, place.end, 0) if starts_organ(tokens, place.end) else place
    return Organ(at, last.end, last.before_name)


def _walk(tokens: Sequence[Word], start: int, most_unknown: int) -> Organ:
    """Step from word to word to the end of the organ; `most_unknown` unlisted words may be within its name."""
    at = start + _opening_length(tokens, start)
    while at < len(tokens) and at - start < _LONGEST:
        length, before_name = _step(tokens, start, at)
        if before_name:
            return Organ(start, at + length, before_name=True)
        if not length:
            break
        at += length
    longer = _cross_unknown_words(tokens, start, at, most_unknown) if at > start else None
    return longer or Organ(start, at, before_name=False)


def _opening_length(tokens: Sequence[Word], start: int) -> int:
    """Return the length of a known organ that begins with a surname: 3 for 'Đoàn Thanh niên', 0 for 'Đoàn Văn A'."""
    length = known_organs().length_at(tokens, start)
    if name_end(tokens, start) and known_organs().length_at(tokens, start + 1) > 1:
        return 1  # 'Đoàn | Trường Đại học …'
    is_organ = name_end(tokens, start) and any(not word.is_capital for word in tokens[start : start + length])
    return length if is_organ else 0


def _cross_unknown_words(tokens: Sequence[Word], start: int, at: int, most_unknown: int) -> Organ | None:
    """Return the organ with the unknown lower-case words at `at`; None if they do not belong to it.

    They do if the organ continues after them, or if a person's name or a sign follows.
    """
    if not _can_continue_with_unknown(tokens, start, at):
        return None
    end, limit = at, min(len(tokens), at + most_unknown)
    while end < limit and (is_unknown_word(tokens, end) or _joins_unknown_words(tokens, at, end)):
        end += 1
    end = code_end(tokens, at, end)
    if at < end <= at + _MOST_UNKNOWN_AT_END and _can_end_with_unknown(tokens, at, end):
        return Organ(start, end, before_name=False)
    if at < end < len(tokens) - 1 and tokens[end].key == "và" and is_followed_by_part(tokens, end):
        part = _walk(tokens, end + 1, most_unknown - (end - at))  # 'Vụ Kinh tế | số và Xã hội số'
        return Organ(start, part.end, part.before_name) if part else None
    if end in (at, len(tokens)) or not tokens[end].text[0].isalpha() or verbs().length_at(tokens, end):
        return None
    if name_end(tokens, end) or begins_name_with_honorific(tokens, end):
        return Organ(start, end, before_name=True)
    part = _walk(tokens, end, most_unknown - (end - at))
    # 'Hội Đoàn kết sư sãi yêu nước | tỉnh', 'Trung tâm Bảo trợ xã hội | Phật giáo tỉnh'
    is_certain = part.before_name or rank_length(tokens, end) or (part and ends_complete_name(tokens, part.end))
    return Organ(start, part.end, part.before_name) if part and is_certain else None


def _can_end_with_unknown(tokens: Sequence[Word], at: int, end: int) -> bool:
    """Return True if the organ can end with the unknown words [at, end): ', Trưởng khoa Hồi sức | sơ sinh -'.

    After two capitalized words, the end of a proper name, they are a verb: 'Đồn Biên phòng Ia Chía | dạy học'.
    """
    if at > 1 and tokens[at - 1].is_capital and tokens[at - 2].is_capital:
        return False
    if end == len(tokens) or tokens[end].text in ",;)-–":
        return True
    # At the end of a sentence or before a bracket, only words that occur in other organs and laws.
    return tokens[end].text in ".(" and all(word.key in vocabulary() for word in tokens[at:end])


def _can_continue_with_unknown(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Return True if unlisted words can continue the organ: 'Khoa Hồi sức | sơ sinh', not 'UBND xã | phấn khởi'."""
    if tokens[at - 1].is_capital and not ends_place(tokens, at):
        return True
    is_listed = tokens[start].key in STARTS_OF_LISTED_ORGANS
    return not is_listed and not ends_complete_name(tokens, at) and tokens[at - 1].is_letters


def _joins_unknown_words(tokens: Sequence[Word], first: int, at: int) -> bool:
    """Return True if 'và' at `at` is between unknown words: 'công trình giao thông và nông nghiệp tỉnh'."""
    return at > first and tokens[at].key == "và" and at + 1 < len(tokens) and is_unknown_word(tokens, at + 1)


def _step(tokens: Sequence[Word], start: int, at: int) -> Step:  # noqa: PLR0911 - one return a kind of word
    """Return the number of words at `at` that belong to the organ, and True if a person's name begins after them."""
    word = tokens[at]
    if length := rank_length(tokens, at):
        city = names_without_rank().length_at(tokens, at) if word.is_capital else 0  # Buôn Ma Thuột
        return (city, begins_name(tokens, at + city)) if city > length else step_over_unit(tokens, at, length)
    if not word.text[0].isalnum():
        return ((2 if joins_parts(tokens, at) else 0) if word.text == "&" else step_over_sign(tokens, start, at)), False
    before = tokens[at - 1] if at > start else None
    roman = ROMAN.fullmatch(word.text)
    if word.text[0].isdigit() or roman:
        numbered = before is not None and (before.key in _WORDS_BEFORE_NUMBER or _numbers_a_school(tokens, start, at))
        return int(numbered or (roman is not None and len(word.text) > 1)), False
    if word.key in TYING_WORDS:
        return step_over_tie(tokens, start, at)
    if before and word.text == "làm" and ends_complete_name(tokens, at):
        return 0, False  # 'của Quốc hội | làm trưởng đoàn'; but 'Hội Làm vườn'
    is_whole = known_organs().length_at(tokens, start) == at - start > 0  # 'Bộ Quốc phòng | dự họp'
    if before and (is_whole or ends_complete_name(tokens, at)) and _begins_verb(tokens, at):
        return 0, False
    if before and (before.key, word.key) in neighbours().pairs:
        return (0, True) if is_surname_after_organ(tokens, at) else (1, False)
    if before and word.is_abbreviation and before.is_abbreviation and verbs().length_at(tokens, at):
        return 0, False  # a headline in capitals
    if word.is_capital:
        return (0, True) if before and begins_name_with_honorific(tokens, at) else step_over_capital(tokens, at)
    return int(completes_word(tokens, start, at) if before else starts_organ(tokens, at)), False


def _begins_verb(tokens: Sequence[Word], at: int) -> bool:
    """Return True for 'Quốc hội | quy định', False for 'Văn phòng | Đăng ký đất đai': no organ's name has the verb."""
    length = 0 if tokens[at].is_capital else verbs().length_at(tokens, at)
    return length > 1 and (tokens[at].key, tokens[at + 1].key) not in neighbours().pairs


def _numbers_a_school(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Return True for 'Trường THPT Tương Dương | 1', False for 'Trường Tiểu học Kim Đồng | 5 năm liền'."""
    if not any(word.key in _SCHOOL_WORDS for word in tokens[start:at]):
        return False
    is_digit = tokens[at - 1].is_capital and len(tokens[at].text) == 1
    return is_digit and not _counted_things().length_at(tokens, at + 1)


def is_private(tokens: Sequence[Word], organ: Organ) -> bool:
    """Return True for a company, bank, cooperative or club, but not for the party, union or youth group in one."""
    if organ.start >= len(tokens):
        return False
    if tokens[organ.start].key in _INSIDE_A_COMPANY and not _private_organs().length_at(tokens, organ.start):
        return False
    if [word.key for word in tokens[organ.start : organ.start + 2]] == ["liên", "minh"]:
        return False  # 'Liên minh Hợp tác xã tỉnh'
    return any(_private_organs().length_at(tokens, at) for at in range(organ.start, organ.end))


def ends_abroad(tokens: Sequence[Word], organ: Organ) -> bool:
    """Return True if the organ begins or ends with a country other than Việt Nam: a foreigner's name can follow."""
    vietnam = ("việt", "nam")
    length = countries().length_at(tokens, organ.start)
    if length and tuple(word.key for word in tokens[organ.start : organ.start + length]) != vietnam:
        return True
    return any(
        countries().length_at(tokens, at) == organ.end - at
        and tuple(word.key for word in tokens[at : organ.end]) != vietnam
        for at in range(max(organ.start, organ.end - 7), organ.end)
    )


@cache
def _counted_things() -> Phrases:
    return Phrases([*lexicon("counted"), "năm", "ngày"])


@cache
def _private_organs() -> Phrases:
    return Phrases(lexicon("private"))
