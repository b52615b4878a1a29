"""Names of people: where a name begins and ends, and which honorific is printed before it.

An honorific here is a form of address, a rank or a degree: 'ông', 'Đại tá', 'PGS.TS'.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from crawler.vietnamese.mentions.gazetteer import KINDS_OF_RANK, names_of_rank
from crawler.vietnamese.mentions.words import Phrases, Word, fold, lexicon, word_set

LONGEST_NAME = 5  # syllables: Tôn Nữ Thị Minh Châu; a longer run is another name and then the person's
_LONGEST_FOREIGN = 6
_LONGEST_HONORIFIC = 16  # words and signs: 'Thầy thuốc ưu tú, PGS.TS.BS'
_LONGEST_CAPITALS = 12  # words with a capital in a row: the names of a school and of a person together are fewer
# Words before the name of a thing that is named after a person: đường Nguyễn Huệ, Trường THPT Trần Phú.
_THINGS = word_set(
    """
    đường phố cầu chợ thpt thcs chuyên lăng đền chùa tượng quỹ cúp ptdtnt tcs tncs giải niệm tàng thờ kè kênh rạch
    ngõ hẻm tp tx
    """
)
_THING_PAIRS = {
    ("tiểu", "học"),
    ("đại", "học"),
    ("mầm", "non"),
    ("mẫu", "giáo"),
    ("bệnh", "viện"),
    ("giải", "thưởng"),
    ("học", "bổng"),
    ("quảng", "trường"),
    ("công", "viên"),
    ("cao", "đẳng"),
    ("trung", "cấp"),
    ("phổ", "thông"),
    ("sân", "khấu"),
    ("huân", "chương"),
    ("tư", "tưởng"),
    ("phong", "cách"),
    ("đạo", "đức"),
    ("thị", "trấn"),
    ("thành", "phố"),
    ("đặc", "khu"),
    ("cộng", "sản"),
    ("tiền", "phong"),
}
# Words of two syllables whose last is that of a thing, and which name none: 'điểm cầu Phú Yên', 'đối tượng Lê Văn A'.
_NO_THING_PAIRS = {
    ("điểm", "cầu"),
    ("yêu", "cầu"),
    ("nhu", "cầu"),
    ("toàn", "cầu"),
    ("lên", "đường"),
    ("chặng", "đường"),
    ("đối", "tượng"),
    ("hiện", "tượng"),
    ("kỷ", "niệm"),
}
_HIGHLAND_NAME = re.compile(r"[KH]['’ʼ]\w{2,}")  # a whole name without a surname: K'Brếp, H'Hen
_NEVER_IN_NAME = {
    "và",
    "là",
    "của",
    "theo",
    "tại",
    "trong",
    "ngày",
    "sáng",
    "chiều",
    "tối",
    "trưa",
    "qua",
    "trước",
    "sau",
}
# Words with which a headline in capitals continues after a name: 'CHỦ TỊCH NƯỚC LƯƠNG CƯỜNG TIẾP …'.
_HEADLINE_VERBS = word_set(
    """
    tiếp thăm dự chủ làm kiểm trao phát gặp chúc đối yêu dâng tặng viếng chia khảo trả gửi được giữ cùng đến hội đề
    chỉ nói ký lên
    """
)
# Lower-case parts of foreigners' names: 'Kim Jong-un', 'Ursula von der Leyen'.
_FOREIGN_PARTS = word_set(
    """
    un in hee myung hoon yeol jae hyun kyun soo ki woo bin al de von van der den ter da ben ibn ul ping yi
    """
)


@dataclass(frozen=True)
class Name:
    """A person's name at words [start, end); its honorific begins at `honorific_start` (= start if there is none)."""

    honorific_start: int
    start: int
    end: int

    @property
    def has_honorific(self) -> bool:
        """Return True if a form of address, a rank or a degree is before the name."""
        return self.honorific_start < self.start


def name_at(tokens: Sequence[Word], start: int) -> Name | None:
    """Return the name that begins, with its honorific, at word `start`; None if there is none."""
    name_start = honorific_end(tokens, start)
    end = _end_after_honorific(tokens, name_start) if name_start > start else name_end(tokens, name_start)
    return Name(start, name_start, end) if end else None


def honorific_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of the honorific at `start` ('PGS.TS.', 'đồng chí Đại tá', 'bà'); `start` if there is none."""
    at = start
    while at < min(len(tokens), start + _LONGEST_HONORIFIC):
        length = _honorifics().length_at(tokens, at)
        ambiguous = length == 1 and tokens[at].key in ("sư", "cn", "ls", "ds", "ks")
        if not length or (ambiguous and not _is_written_as_title(tokens, at)):
            break
        at += length
        last = len(tokens) - 1
        while start < at < last and tokens[at].text in ".-–/," and _honorifics().length_at(tokens, at + 1):
            at += 1
        if at < len(tokens) - 1 and tokens[at].text == "." and tokens[at + 1].is_capital:
            at += 1
    return at


def name_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of a Vietnamese name that begins with a known surname at `start`; 0 if there is none."""
    if start >= len(tokens) or not (tokens[start].is_capital and tokens[start].is_letters):
        return 0
    if _HIGHLAND_NAME.fullmatch(tokens[start].text):
        return capitals_end(tokens, start)
    if tokens[start].key not in _surnames():
        return 0
    if tokens[start].key == "đường" and name_end(tokens, start + 1):
        return 0  # 'Đường Nguyễn Huệ' at the beginning of a sentence
    end = capitals_end(tokens, start)
    return end if 2 <= end - start <= LONGEST_NAME else 0


def foreign_name_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of capitalized words that can be a foreigner's name ('Kim Jong-un'); 0 if there are none."""
    at = start
    while at < len(tokens) and at - start < 2 * _LONGEST_FOREIGN:
        word = tokens[at]
        is_joint = word.text in "-–" and at > start and at + 1 < len(tokens) and touches_neighbours(tokens, at)
        is_joint = is_joint or (word.text == "." and at > start and _is_initial(tokens, at))
        hyphenated = at > start + 1 and tokens[at - 1].text in "-–" and word.start == tokens[at - 1].end  # Young-sam
        is_lower_part = at > start and (hyphenated or word.key in _FOREIGN_PARTS)
        if not is_joint and not (word.is_letters and (word.is_capital or is_lower_part)):
            break
        at += 1
    return at if at > start and tokens[start].is_capital and tokens[start].is_letters else 0


def _is_initial(tokens: Sequence[Word], dot: int) -> bool:
    """Return True if the full stop at `dot` ends an initial within a name: 'Tshering W. Sherpa'."""
    before = tokens[dot - 1]
    return (
        len(before.text) == 1
        and before.end == tokens[dot].start
        and dot + 1 < len(tokens)
        and tokens[dot + 1].is_capital
    )


def capitals_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of the run of capitalized words from `start` on that can be one name."""
    all_capitals = len(tokens[start].text) > 1 and tokens[start].text.isupper()
    at = start
    while at < min(len(tokens), start + _LONGEST_CAPITALS):
        word = tokens[at]
        if not (word.is_letters and word.is_capital) or (all_capitals and at > start and word.key in _NEVER_IN_NAME):
            break
        if at > start and (word.is_abbreviation and len(word.text) > 1) != all_capitals and len(word.text) > 1:
            break
        at += 1
    if all_capitals and all(word.is_abbreviation for word in tokens[max(0, start - 2) : start]):
        return _end_in_headline(tokens, start, at)
    return at


def _end_in_headline(tokens: Sequence[Word], start: int, end: int) -> int:
    """Return a name's end in an all-capitals headline: before a known verb, or after 3 syllables (4 with Thị)."""
    places = range(start + 2, min(end, start + LONGEST_NAME))
    verb = next((at for at in places if tokens[at].key in _HEADLINE_VERBS), 0)
    usual = start + (4 if start + 1 < len(tokens) and tokens[start + 1].key == "thị" else 3)
    return verb or min(end, usual)


def is_name_of_thing(tokens: Sequence[Word], start: int) -> bool:
    """Return True if the word before `start` makes the name that of a street, a school or a prize."""
    if start == 0:
        return False
    before = tokens[start - 1]
    pair = (tokens[start - 2].key, before.key) if start > 1 else ("", "")
    is_thing = before.key in _THINGS and pair not in _NO_THING_PAIRS
    if before.text == "Trường" or is_thing or pair in _THING_PAIRS:
        return True
    # 'Công an phường An Cư', where no office is before the organ
    place_length = names_of_rank(None).length_at(tokens, start) if before.key in KINDS_OF_RANK else 0
    return place_length > 1 and name_end(tokens, start) == start + place_length


def _end_after_honorific(tokens: Sequence[Word], start: int) -> int:
    """Return the end of a name after an honorific, with or without a known surname; 0 if there is none."""
    end = name_end(tokens, start)
    if end:
        return end
    if start >= len(tokens) or not tokens[start].is_letters:
        return 0
    if tokens[start].is_capital and not tokens[start].is_abbreviation:
        end = foreign_name_end(tokens, start)
        spaces = sum(before.end < word.start for before, word in pairwise(tokens[start:end]))
        return end if spaces < _LONGEST_FOREIGN else 0  # Bun-tôn Chăn-tha-phôn: one space
    if tokens[start].is_abbreviation:
        end = capitals_end(tokens, start)
        return end if 2 <= end - start <= LONGEST_NAME else 0
    return 0


def _is_written_as_title(tokens: Sequence[Word], at: int) -> bool:
    return tokens[at].text.isupper() or tokens[at].text == "sư"


def touches_neighbours(tokens: Sequence[Word], at: int) -> bool:
    """Return True if no space is before or after the sign at `at`."""
    return tokens[at].start == tokens[at - 1].end and tokens[at].end == tokens[at + 1].start


def is_common_surname(word: Word) -> bool:
    """Return True if the word is one of the 16 surnames at the top of the list, which nine in ten people have."""
    return word.is_capital and word.key in _common_surnames()


@cache
def _common_surnames() -> frozenset[str]:
    return frozenset(map(fold, lexicon("surnames")[:16]))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(map(fold, lexicon("surnames")))


@cache
def _honorifics() -> Phrases:
    return Phrases(lexicon("honorifics"))
