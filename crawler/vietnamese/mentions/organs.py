"""Organs: party, state, front, army, schools and hospitals; how far the name of one reaches in running text.

Vietnamese writes capitals at the head of an organ's parts only ('Sở Nông nghiệp và Môi trường tỉnh An Giang'), so its
end is found by what may follow what: neighbouring words of known organs, ranks with their place names, and capitals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crawler.vietnamese.mentions.gazetteer import countries, names_alone
from crawler.vietnamese.mentions.names import name_at, name_end
from crawler.vietnamese.mentions.organ_joints import (
    CLOSED,
    ROMAN,
    TYING,
    completes,
    is_part,
    is_surname_rather,
    joins,
    over_code,
    over_sign,
    over_tie,
)
from crawler.vietnamese.mentions.organ_places import name_follows, over_capital, over_unit
from crawler.vietnamese.mentions.organ_words import (
    ends_place,
    is_unknown,
    is_whole,
    known_organs,
    neighbours,
    rank_at,
    starts_organ,
    verbs,
    vocabulary,
)
from crawler.vietnamese.mentions.words import Phrases, Word, lexicon

_LONGEST = 40  # words; the longest organ of the lexicon with its place has 24
_UNKNOWN = 12  # lower-case words outside the lexicon that may stand in the name of an organ ('Hội Nuôi ong mật')
_LAST = 6  # such words that may end one
_NUMBERED = {
    "khu",
    "quận",
    "phường",
    "đoàn",
    "khóm",
    "ấp",
    "vùng",
    "số",
    "đội",
    "phố",
    "vực",
    "trạm",
    "thôn",
    "tổ",
    "khóa",
    "viện",
    "dân",
    "khối",
    "đại",
    "k",
    "đạo",
    "xã",
    "lần",
    "thứ",
    "sở",
    "binh",
    "án",
    "kho",
    "biển",
}
_SCHOOLS = {"thpt", "thcs", "học", "non", "giáo"}  # Tiểu học, Mầm non, Mẫu giáo
_INSIDE_A_COMPANY = {"đảng", "công", "chi", "đoàn", "hội"}


@dataclass(frozen=True)
class Organ:
    """An organ at words [start, end); `before_name` where the walk ended because a person's name begins."""

    start: int
    end: int
    before_name: bool

    def __bool__(self) -> bool:
        return self.end > self.start


def organ_at(tokens: Sequence[Word], start: int) -> Organ:
    """Return the organ that begins at this word, as far as it reaches; an empty one where none does."""
    return _walk(tokens, start, _UNKNOWN)


def place_behind(tokens: Sequence[Word], at: int) -> Organ:
    """Return the place behind a rank that ends just before this word: of 'Trưởng ấp | Vĩnh Thành'."""
    step, named = over_unit(tokens, at - 1, 1)
    found = Organ(at, at - 1 + step, named)
    if named or found.end == at:
        return found
    further = _walk(tokens, found.end, 0) if found.end < len(tokens) and starts_organ(tokens, found.end) else found
    return Organ(at, further.end, further.before_name)


def _walk(tokens: Sequence[Word], start: int, unknown: int) -> Organ:
    at = start + _opening(tokens, start)
    while at < len(tokens) and at - start < _LONGEST:
        step, named = _step(tokens, start, at)
        if named:
            return Organ(start, at + step, before_name=True)
        if not step:
            break
        at += step
    further = _over_unknown(tokens, start, at, unknown) if at > start else None
    return further or Organ(start, at, before_name=False)


def _opening(tokens: Sequence[Word], start: int) -> int:
    """Return the length of a known organ that opens like a name: 'Đoàn Thanh niên', not 'Đoàn Trường Giang'."""
    length = known_organs().at(tokens, start)
    if name_end(tokens, start) and known_organs().at(tokens, start + 1) > 1:
        return 1  # 'Đoàn | Trường Đại học …'
    opens = name_end(tokens, start) and any(not word.is_capital for word in tokens[start : start + length])
    return length if opens else 0


def _over_unknown(tokens: Sequence[Word], start: int, at: int, unknown: int) -> Organ | None:
    """Cross a few unknown lower-case words where an organ goes on behind them, or ends before a name or a sign."""
    if not _may_go_on(tokens, start, at):
        return None
    over = at
    while over < len(tokens) and over - at < unknown and (is_unknown(tokens, over) or _joins_unknown(tokens, at, over)):
        over += 1
    over = over_code(tokens, at, over)
    if at < over <= at + _LAST and _may_end_in(tokens, at, over):
        return Organ(start, over, before_name=False)
    if at < over < len(tokens) - 1 and tokens[over].key == "và" and is_part(tokens, over):
        found = _walk(tokens, over + 1, unknown - (over - at))  # 'Vụ Kinh tế | số và Xã hội số'
        return Organ(start, found.end, found.before_name) if found else None
    if over in (at, len(tokens)) or not tokens[over].text[0].isalpha() or verbs().at(tokens, over):
        return None
    if name_end(tokens, over) or _is_addressed(tokens, over):
        return Organ(start, over, before_name=True)
    found = _walk(tokens, over, unknown - (over - at))
    # 'Hội Đoàn kết sư sãi yêu nước | tỉnh', 'Trung tâm Bảo trợ xã hội | Phật giáo tỉnh'
    ends = found.before_name or rank_at(tokens, over) or (found and is_whole(tokens, found.end))
    return Organ(start, found.end, found.before_name) if found and ends else None


def _may_end_in(tokens: Sequence[Word], at: int, over: int) -> bool:
    """Tell whether unknown words that reach to a sign end the organ: ', Trưởng khoa Hồi sức | sơ sinh -'.

    Behind two capitals, the end of a proper name, they say what its head does ('Đồn Biên phòng Ia Chía | dạy học').
    """
    if at > 1 and tokens[at - 1].is_capital and tokens[at - 2].is_capital:
        return False
    if over == len(tokens) or tokens[over].text in ",;)-–":
        return True
    # Only words that other organs and laws have may also end the sentence, or stand before a bracket.
    return tokens[over].text in ".(" and all(word.key in vocabulary() for word in tokens[at:over])


def _may_go_on(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Tell whether words of no list can belong to the organ: 'Khoa Hồi sức | sơ sinh', not 'UBND xã | phấn khởi'."""
    if tokens[at - 1].is_capital and not ends_place(tokens, at):
        return True
    return tokens[start].key not in CLOSED and not is_whole(tokens, at) and tokens[at - 1].is_letters


def _joins_unknown(tokens: Sequence[Word], first: int, at: int) -> bool:
    """Tell whether 'và' stands between unknown words: 'công trình giao thông và nông nghiệp tỉnh'."""
    return at > first and tokens[at].key == "và" and at + 1 < len(tokens) and is_unknown(tokens, at + 1)


def _step(tokens: Sequence[Word], start: int, at: int) -> tuple[int, bool]:  # noqa: PLR0911 - one return a kind of word
    """Return how many words from `at` on belong to the organ, and whether a name begins behind them."""
    word = tokens[at]
    if length := rank_at(tokens, at):
        city = names_alone().at(tokens, at) if word.is_capital else 0  # Buôn Ma Thuột
        return (city, name_follows(tokens, at + city)) if city > length else over_unit(tokens, at, length)
    if not word.text[0].isalnum():
        return ((2 if joins(tokens, at) else 0) if word.text == "&" else over_sign(tokens, start, at)), False
    before = tokens[at - 1] if at > start else None
    roman = ROMAN.fullmatch(word.text)
    if word.text[0].isdigit() or roman:
        numbered = before is not None and (before.key in _NUMBERED or _numbers_a_school(tokens, start, at))
        return int(numbered or (roman is not None and len(word.text) > 1)), False
    if word.key in TYING:
        return over_tie(tokens, start, at)
    if before and word.text == "làm" and is_whole(tokens, at):
        return 0, False  # 'của Quốc hội | làm trưởng đoàn', and not as in 'Hội Làm vườn'
    if before and (before.key, word.key) in neighbours()[0]:
        return (0, True) if is_surname_rather(tokens, at) else (1, False)
    if before and word.is_abbreviation and before.is_abbreviation and verbs().at(tokens, at):
        return 0, False  # a headline in capitals
    if word.is_capital:
        return (0, True) if before and _is_addressed(tokens, at) else over_capital(tokens, at)
    return int(completes(tokens, start, at) if before else starts_organ(tokens, at)), False


def _numbers_a_school(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Tell 'Trường THPT Tương Dương 1' from 'Trường Tiểu học Kim Đồng 5 năm liền'."""
    school = any(word.key in _SCHOOLS for word in tokens[start:at])
    return school and tokens[at - 1].is_capital and len(tokens[at].text) == 1 and not _counted().at(tokens, at + 1)


def _is_addressed(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a name begins here with its rank or degree: 'Trại giam số 2 | Đại tá Lê Văn A'."""
    name = name_at(tokens, at)
    return name is not None and name.is_addressed and name_end(tokens, name.start) > 0


def is_private(tokens: Sequence[Word], organ: Organ) -> bool:
    """Tell whether it is a company, a bank, a cooperative or a club, and not the party, union or youth within one."""
    if organ.start >= len(tokens):
        return False
    if tokens[organ.start].key in _INSIDE_A_COMPANY and not _private().at(tokens, organ.start):
        return False
    if [word.key for word in tokens[organ.start : organ.start + 2]] == ["liên", "minh"]:
        return False  # 'Liên minh Hợp tác xã tỉnh'
    return any(_private().at(tokens, at) for at in range(organ.start, organ.end))


def ends_abroad(tokens: Sequence[Word], organ: Organ) -> bool:
    """Tell whether the organ ends with a country other than Việt Nam, so that a foreigner's name can follow."""
    vietnam = ("việt", "nam")
    opening = countries().at(tokens, organ.start)
    if opening and tuple(w.key for w in tokens[organ.start : organ.start + opening]) != vietnam:
        return True
    return any(
        countries().at(tokens, at) == organ.end - at and tuple(w.key for w in tokens[at : organ.end]) != vietnam
        for at in range(max(organ.start, organ.end - 7), organ.end)
    )


@cache
def _counted() -> Phrases:
    return Phrases([*lexicon("counted"), "năm", "ngày"])


@cache
def _private() -> Phrases:
    return Phrases(lexicon("private"))
