"""Organs: party, state, front, army, schools and hospitals; how far the name of one reaches in running text.

Vietnamese writes capitals at the head of an organ's parts only ('Sở Nông nghiệp và Môi trường tỉnh An Giang'), so its
end is found by what may follow what: neighbouring words of known organs, ranks with their place names, and capitals.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from crawler.vietnamese.mentions.gazetteer import countries, names_alone, names_of_rank
from crawler.vietnamese.mentions.names import LONGEST, capitals_end, is_common, name_at, name_end, names_a_thing
from crawler.vietnamese.mentions.words import Phrases, Word, keys, lexicon

_LONGEST = 40  # words; the longest organ of the lexicon with its place has 24
_UNKNOWN = 12  # lower-case words outside the lexicon that may stand in the name of an organ ('Hội Nuôi ong mật')
_LAST = 6  # such words that may end one
_ROMAN = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_NUMBERED = {"khu", "quận", "phường", "đoàn", "khóm", "ấp", "vùng", "số", "đội", "phố", "vực", "trạm", "thôn", "tổ",
             "khóa", "viện", "dân", "khối", "đại", "k", "xã", "lần", "thứ", "sở", "binh", "án", "kho", "biển"}  # fmt: skip
VILLAGES = {"ấp", "thôn", "bản", "buôn", "làng", "khóm", "phố", "xóm", "khu"}
# Bodies whose names no 'và' and no further word carries on.
_WHOLE = ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Đảng ủy", "Chính phủ", "Quốc hội", "Bộ Chính trị", "Ban Bí thư",
          "Trung ương", "Trung ương Đảng", "Nhà nước", "HĐND", "UBND")  # fmt: skip
# First words of organs whose names are all known: UBND, HĐND, Tỉnh ủy, Đảng ủy, Công an, Sở, Bộ, Quân khu …
_CLOSED = {"ubnd", "hđnd", "tỉnh", "thành", "huyện", "đảng", "công", "sở", "bộ", "quân", "quốc", "chính", "mttq", "tand",
           "vksnd", "ủy", "mặt", "nhà"}  # fmt: skip
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
    step, named = _unit(tokens, at - 1, 1)
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
    while over < len(tokens) and over - at < unknown and (_is_unknown(tokens, over) or _joins_unknown(tokens, at, over)):
        over += 1
    over = _over_code(tokens, at, over)
    if at < over <= at + _LAST and _may_end_in(tokens, at, over):
        return Organ(start, over, before_name=False)
    if at < over < len(tokens) - 1 and tokens[over].key == "và" and _is_part(tokens, over):
        found = _walk(tokens, over + 1, unknown - (over - at))  # 'Vụ Kinh tế | số và Xã hội số'
        return Organ(start, found.end, found.before_name) if found else None
    if over in (at, len(tokens)) or not tokens[over].text[0].isalpha() or _verbs().at(tokens, over):
        return None
    if name_end(tokens, over) or _is_addressed(tokens, over):
        return Organ(start, over, before_name=True)
    found = _walk(tokens, over, unknown - (over - at))
    # 'Hội Đoàn kết sư sãi yêu nước | tỉnh', 'Trung tâm Bảo trợ xã hội | Phật giáo tỉnh'
    ends = found.before_name or rank_at(tokens, over) or (found and _is_whole(tokens, found.end))
    return Organ(start, found.end, found.before_name) if found and ends else None


def _may_end_in(tokens: Sequence[Word], at: int, over: int) -> bool:
    """Tell whether unknown words that reach to a sign end the organ: ', Trưởng khoa Hồi sức | sơ sinh -'.

    Behind two capitals, the end of a proper name, they say what its head does ('Đồn Biên phòng Ia Chía | dạy học'); so do
    those that end the sentence.
    """
    if at > 1 and tokens[at - 1].is_capital and tokens[at - 2].is_capital:
        return False
    return over == len(tokens) or tokens[over].text in ",;)-–"


def _may_go_on(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Tell whether words of no list can belong to the organ: 'Khoa Hồi sức | sơ sinh', not 'UBND xã | phấn khởi'."""
    if tokens[at - 1].is_capital and not _ends_place(tokens, at):
        return True
    return tokens[start].key not in _CLOSED and not _is_whole(tokens, at) and tokens[at - 1].is_letters


def _is_whole(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a rank, a place, or a body whose name is whole ends just before this word."""
    if rank_at(tokens, at - 1) or _ends_place(tokens, at):
        return True
    return any(_whole().at(tokens, first) == at - first for first in range(max(0, at - 3), at))


def _is_unknown(tokens: Sequence[Word], at: int) -> bool:
    word = tokens[at]
    return word.text[0].isalpha() and not (word.is_capital or _verbs().at(tokens, at) or rank_at(tokens, at))


def _joins_unknown(tokens: Sequence[Word], first: int, at: int) -> bool:
    """Tell whether 'và' stands between unknown words: 'công trình giao thông và nông nghiệp tỉnh'."""
    return at > first and tokens[at].key == "và" and at + 1 < len(tokens) and _is_unknown(tokens, at + 1)


def _over_code(tokens: Sequence[Word], first: int, at: int) -> int:
    """Step over a number that ends an organ: 'Trung tâm Đăng kiểm xe cơ giới | 15.08D'."""
    if at == first or at >= len(tokens) or not tokens[at].text[0].isdigit():
        return at
    end = at + 1
    while end + 1 < len(tokens) and tokens[end].start == tokens[end - 1].end and tokens[end + 1].start == tokens[end].end:
        end += 1 + tokens[end + 1].text.isalnum()
        if not tokens[end - 1].text.isalnum():
            return end - 1
    return end


def _step(tokens: Sequence[Word], start: int, at: int) -> tuple[int, bool]:  # noqa: PLR0911 - one return a kind of word
    """Return how many words from `at` on belong to the organ, and whether a name begins behind them."""
    word = tokens[at]
    if length := rank_at(tokens, at):
        city = names_alone().at(tokens, at) if word.is_capital else 0
        return (city, _name_follows(tokens, at + city)) if city > length else _unit(tokens, at, length)  # Buôn Ma Thuột
    before = tokens[at - 1].key if at > start else ""
    if not word.text[0].isalnum():
        return _sign(tokens, start, at), False
    if word.key == "khóa" and at > start and at + 1 < len(tokens) and _ROMAN.fullmatch(tokens[at + 1].text):
        return 2, False
    roman = _ROMAN.fullmatch(word.text)
    if word.text[0].isdigit() or roman:
        return (1 if before in _NUMBERED or (roman and len(word.text) > 1) else 0), False
    if word.key == "và" and [w.key for w in tokens[at + 1 : at + 3]] == ["các", "khu"]:
        return 3, False  # Ban Quản lý Khu kinh tế Nghi Sơn và các khu công nghiệp
    if word.key in ("và", "&"):
        return (2 if _joins(tokens, at) else 0), False
    if word.key == "tại" and at > start and countries().at(tokens, start):
        known = names_alone().at(tokens, at + 1)
        return (1 + known, at + 1 + known < len(tokens) and tokens[at + 1 + known].is_capital) if known else (0, False)
    if word.key == "của" and [w.key for w in tokens[at + 1 : at + 3]] == ["quốc", "hội"]:
        return 3, bool(name_end(tokens, at + 3))
    if word.key == "về" and at > start and (subject := _subject(tokens, start, at)):
        return subject, False
    if word.key == "thuộc":
        return (1 if starts_organ(tokens, at + 1) else 0), False
    if at > start and (before, word.key) in _neighbours()[0] and not _ties(tokens, at):
        return (0, True) if _is_surname_rather(tokens, at) else (1, False)
    if word.is_abbreviation and at > start and tokens[at - 1].is_abbreviation and _verbs().at(tokens, at):
        return 0, False  # a headline in capitals
    if word.is_capital:
        return (0, True) if at > start and _is_addressed(tokens, at) else _capital(tokens, at)
    if at > start and _completes(tokens, start, at):
        return 1, False
    return (1 if at == start and starts_organ(tokens, at) else 0), False


def _subject(tokens: Sequence[Word], start: int, at: int) -> int:
    """Return how many words 'về chống khai thác IUU' of a 'Ban Chỉ đạo Quốc gia' has; 0 where it is none of the name."""
    steers = tokens[start].key in ("ban", "chỉ", "ủy") and tokens[at - 1].key in ("đạo", "gia")
    end = at + 1
    while steers and end < min(len(tokens), at + _UNKNOWN) and (_is_unknown(tokens, end) or tokens[end].is_abbreviation):
        end += 1
    return end - at if end > at + 2 and tokens[at + 1].key != "việc" else 0


def _is_addressed(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a name begins here with its rank or degree: 'Trại giam số 2 | Đại tá Lê Văn A'."""
    name = name_at(tokens, at)
    return name is not None and name.is_addressed and name_end(tokens, name.start) > 0


def _sign(tokens: Sequence[Word], start: int, at: int) -> int:
    """Return how many words a comma or dash carries the organ on by."""
    if at == start or at + 1 >= len(tokens):
        return 0
    before, word, after = tokens[at - 1].key, tokens[at], tokens[at + 1].key
    if word.text in "-–" and before.isdigit() and names_alone().at(tokens, at + 1):
        return 1  # Tòa án nhân dân khu vực 5 - An Giang
    if word.text == "," and _ends_place(tokens, at) and _names_unit_above(tokens, at + 1):
        return 1  # UBND xã Mỹ Đức, huyện Châu Phú
    if (before, word.key, after) in _neighbours()[1]:
        return 2
    return 2 if word.text in ",-–" and _goes_on_behind(tokens, start, at) else 0


def _goes_on_behind(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Tell whether a part behind a comma or dash is one of this organ's name.

    'Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch': with 'và' and one more part behind the comma.
    'Hội đồng tư vấn Dân chủ - Pháp luật': two words behind the dash, of which the first alone has a capital.
    """
    if not _is_part(tokens, at) or at + 2 >= len(tokens) or tokens[at + 2].is_capital or not tokens[at + 2].is_letters:
        return False
    if tokens[at].text != ",":
        return tokens[at].start > tokens[at - 1].end and tokens[start].key not in _CLOSED
    for over in range(at + 2, min(at + 10, len(tokens) - 1)):
        if tokens[over].key == "và":
            return tokens[over + 1].is_capital and _is_part(tokens, over)
        if not tokens[over].is_letters and tokens[over].text != ",":
            break
    return False


def _completes(tokens: Sequence[Word], start: int, at: int) -> bool:
    """Tell whether a lower-case word is the second half of a word that no list has: 'Hội Nuôi | ong'."""
    first = tokens[at - 1]
    if not (first.is_capital and first.is_letters) or first.is_abbreviation or not _is_unknown(tokens, at):
        return False
    if at - 2 > start and tokens[at - 2].is_capital:
        return False  # the end of a proper name: 'Đồn Biên phòng Ia Chía | dạy học'
    whole = at - 1 == start or (tokens[at - 2].key, first.key) in _neighbours()[0]
    return not (whole and first.key in _second_halves()) and not _ends_place(tokens, at)


def _ends_place(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a place's name ends just before this word."""
    first = at
    while first > max(0, at - 4) and _can_be_place(tokens[first - 1]):
        first -= 1
        if at - first in (names_of_rank(None).at(tokens, first), names_alone().at(tokens, first)):
            # one syllable is a place only behind its rank: 'xã Hồ', not 'Hiệp hội Hồ tiêu'
            alone = names_alone().at(tokens, first) or (first > 0 and rank_at(tokens, first - 1))
            return at - first > 1 or bool(alone)
    return False


def _names_unit_above(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether 'huyện Châu Phú', 'tỉnh An Giang' … stands here: what ward and district lie in."""
    length = rank_at(tokens, at)
    rank = " ".join(word.key for word in tokens[at : at + length])
    return rank in ("tỉnh", "thành phố", "tp", "huyện", "quận", "thị xã") and bool(
        names_of_rank(rank).at(tokens, at + length)
    )


def _unit(tokens: Sequence[Word], at: int, length: int) -> tuple[int, bool]:
    """Step over a rank and the name of its place: 'xã Mỹ Đức', 'TP. Cần Thơ', 'tỉnh'."""
    place = at + length
    if place < len(tokens) and tokens[place].text == "." and tokens[at].key in ("tp", "tx", "tt"):
        place += 1
    if place >= len(tokens):
        return place - at, False
    rank = " ".join(word.key for word in tokens[at : at + length])
    known = names_of_rank(rank).at(tokens, place) if _can_be_place(tokens[place]) else 0
    if known == 1 and tokens[place].is_letters and _goes_on_in_capitals(tokens, place + 1):
        known = 0  # 'ấp Ba Biển', where a ward has the name Ba
    if known and not _is_name_rather(tokens, place, known):
        after = place + known
        if (
            tokens[at].key in VILLAGES
            and after < len(tokens)
            and tokens[after].text.isalnum()
            and len(tokens[after].text) == 1
        ):
            after += 1  # ấp Bình Long 2, thôn Tân Lập B
        return after - at, _name_follows(tokens, after) or _stranger_follows(tokens, after)
    if not known and tokens[place].text[0].isdigit():
        return place + 1 - at, False
    if named := name_end(tokens, place):
        behind = 0 if is_common(tokens[place]) else _name_in(tokens, place + 2, named)
        if behind and is_common(tokens[behind]):  # 'thôn Văn Quỹ | Nguyễn Thanh Hùng'
            return behind - at, True
        return place - at, True
    if tokens[place].is_capital and tokens[place].is_letters and not tokens[place].is_abbreviation:
        return _unknown_place(tokens, at, place)
    return place - at, False


def _goes_on_in_capitals(tokens: Sequence[Word], at: int) -> bool:
    word = tokens[at] if at < len(tokens) else None
    if word is None or not (word.is_capital and word.is_letters) or word.is_abbreviation:
        return False
    return not (name_end(tokens, at) or known_organs().at(tokens, at))


def _unknown_place(tokens: Sequence[Word], at: int, place: int) -> tuple[int, bool]:
    """Step over a place that no list has (hamlets): to where a surname leaves a name, or to the end of the capitals."""
    end = capitals_end(tokens, place)
    if split := _name_in(tokens, place + 1, end):
        return split - at, True
    if end - place > 3 and not known_organs().at(tokens, place + 2):  # 'thôn Lũng Cẩm | Mua Mí Sính'
        return place + 2 - at, True
    return min(end, place + 4) - at, False


def _capital(tokens: Sequence[Word], at: int) -> tuple[int, bool]:
    known = names_alone().at(tokens, at)
    if known and (countries().at(tokens, at) > 1 or not _is_name_rather(tokens, at, known)):
        return known, _name_follows(tokens, at + known) or _foreigner_follows(tokens, at, known)
    local = 0 if name_end(tokens, at) == at + (n := names_of_rank(None).at(tokens, at)) else n
    if local > 1 and not _is_name_rather(tokens, at, local) and known_organs().at(tokens, at) < local:
        return local, _name_follows(tokens, at + local)
    if names_a_thing(tokens, at):
        return _eponym(tokens, at)
    if (named := name_end(tokens, at)) and at + known_organs().at(tokens, at) != named:  # 'Hội thánh Cao Đài'
        return 0, True
    return 1, False


def _eponym(tokens: Sequence[Word], at: int) -> tuple[int, bool]:
    """Step over a person's name that names a school or hospital: 'THPT Trần Phú | Lê Văn B'."""
    end = capitals_end(tokens, at)
    if split := _name_in(tokens, at + 2, end):
        return split - at, True
    return max(1, end - at), False


def _name_in(tokens: Sequence[Word], first: int, end: int) -> int:
    """Return where a person's name begins that ends a run of capitals, by a common surname if there is one; else 0."""
    splits = [at for at in range(first, end - 1) if name_end(tokens, at) == end]
    return next((at for at in splits if is_common(tokens[at])), splits[0] if splits else 0)


def _is_name_rather(tokens: Sequence[Word], place: int, known: int) -> bool:
    """Tell 'xã Đinh Văn' from 'xã Đinh Văn Nơi', where a person's name begins like that of a place."""
    after = place + known
    end = name_end(tokens, place)
    if not end > after:
        return False
    # 'Hồ' is a town and 'Văn' a surname, yet 'tỉnh Hồ Văn Mừng' holds one name and no town.
    return not name_end(tokens, after) or (known == 1 and end - after < 3) or tokens[after].key in ("văn", "thị")


def _ties(tokens: Sequence[Word], at: int) -> bool:
    """Tell 'Ủy ban Quốc gia về người cao tuổi' from 'Ủy ban Quốc gia | về việc …': does a list go on behind the word?"""
    if (tokens[at].is_capital and not tokens[at].is_abbreviation) or tokens[at].key not in ("về", "cho", "vì"):
        return False
    return at + 1 < len(tokens) and (tokens[at].key, tokens[at + 1].key) not in _neighbours()[0]


def _is_surname_rather(tokens: Sequence[Word], at: int) -> bool:
    """Tell 'Chi cục Thủy sản | Hồ Văn Lâm' from 'Đoàn TNCS Hồ Chí Minh': no list goes on as the name does."""
    if not name_end(tokens, at) or (tokens[at].key, tokens[at + 1].key) in _neighbours()[0]:
        return False
    if name_end(tokens, at + 1) and (tokens[at - 1].key, tokens[at].key) in _endings():
        return False  # 'Trung ương Đoàn | Nguyễn Văn A', 'Phòng Nghiệp vụ Y | Trần Văn An'
    if (place := names_alone().at(tokens, at + 1)) and at + 1 + place == name_end(tokens, at):
        return False  # Trường Đại học Nông Lâm | Huế
    return True


def _name_follows(tokens: Sequence[Word], at: int) -> bool:
    return bool(name_end(tokens, at))


def _stranger_follows(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a name without a known surname follows a place: 'UBND xã Đường Hoa | Phùn Quay Sáng'."""
    if at >= len(tokens) or not tokens[at].is_capital or tokens[at].is_abbreviation:
        return False
    known = known_organs().at(tokens, at) or names_of_rank(None).at(tokens, at) or _heads().at(tokens, at)
    return not known and 2 <= capitals_end(tokens, at) - at <= LONGEST


def _foreigner_follows(tokens: Sequence[Word], at: int, known: int) -> bool:
    after = at + known
    if countries().at(tokens, at) != known or (tokens[at].key, tokens[after - 1].key) == ("việt", "nam"):
        return False
    known = after < len(tokens) and (known_organs().at(tokens, after) or names_alone().at(tokens, after))
    return after < len(tokens) and tokens[after].is_capital and not known


def _can_be_place(word: Word) -> bool:
    return word.is_capital or word.text[0].isdigit()


def _joins(tokens: Sequence[Word], at: int) -> bool:
    if at == 0 or at + 1 >= len(tokens):
        return False
    if (tokens[at - 1].key, tokens[at].key, tokens[at + 1].key) in _neighbours()[1]:
        return True
    return _is_part(tokens, at)


def _is_part(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether behind this 'và' (or sign) the name of the organ before it goes on.

    'Trường Chính sách công và Phát triển nông thôn', not 'Sở Y tế và Ban Tổ chức', 'và Chủ tịch', 'và Trần Văn B'.
    """
    after = tokens[at + 1]
    if _is_whole(tokens, at):
        return False  # 'UBND tỉnh và', 'Chính phủ và'
    if name_end(tokens, at + 1) or names_alone().at(tokens, at + 1) or _heads().at(tokens, at + 1):
        return False
    if after.is_abbreviation:
        return not known_organs().at(tokens, at + 1)  # 'Nông nghiệp và PTNT', not 'Sở Y tế và UBND tỉnh'
    return after.is_capital and after.is_letters


def starts_organ(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a known organ, or a rank, begins here."""
    return at < len(tokens) and bool(known_organs().at(tokens, at) or rank_at(tokens, at))


def rank_at(tokens: Sequence[Word], at: int) -> int:
    """Return how many words of a place's rank stand here; the 'xã' of 'Xã hội' is none."""
    length = unit_words().at(tokens, at)
    if length and tokens[at].is_capital and known_organs().at(tokens, at) > length:
        return 0  # Khu Quản lý đường bộ IV
    after = at + length
    if length == 1 and after < len(tokens) and not tokens[after].is_capital:
        return 0 if (tokens[at].key, tokens[after].key) in _neighbours()[0] else 1
    return length


def is_private(tokens: Sequence[Word], organ: Organ) -> bool:
    """Tell whether it is a company, a bank, a cooperative or a club, and not the party, union or youth within one."""
    if organ.start >= len(tokens):
        return False
    if tokens[organ.start].key in _INSIDE_A_COMPANY and not _private().at(tokens, organ.start):
        return False
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
def known_organs() -> Phrases:
    """Return the organs and their parts that the lexicon names."""
    return Phrases(lexicon("organs"))


@cache
def _heads() -> Phrases:
    """Return the words that begin an organ or an office, and no part of one."""
    offices = [line.partition(": ")[2].rstrip("!?") for line in lexicon("offices")]
    kinds = [line.partition("=")[0].strip(" *") for line in lexicon("document_kinds")]
    return Phrases([*lexicon("organ_heads"), *lexicon("honorifics"), *offices, *kinds])


@cache
def unit_words() -> Phrases:
    """Return the ranks of places."""
    return Phrases(lexicon("unit_words"))


@cache
def _verbs() -> Phrases:
    return Phrases(lexicon("verbs"))


@cache
def _whole() -> Phrases:
    return Phrases(_WHOLE)


@cache
def _private() -> Phrases:
    return Phrases(lexicon("private"))


@cache
def _second_halves() -> frozenset[str]:
    """Return the words that end a known organ or part of one."""
    return frozenset(keys(line)[-1] for line in lexicon("organs"))


@cache
def _endings() -> frozenset[tuple[str, str]]:
    """Return the last two words of each known organ or part of one."""
    return frozenset((phrase[-2], phrase[-1]) for line in lexicon("organs") if len(phrase := keys(line)) > 1)


@cache
def _neighbours() -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str, str]]]:
    """Return which word may follow which, and what may stand on both sides of a sign or of 'và'."""
    pairs, triples = set(), set()
    for line in lexicon("organs"):
        phrase = keys(line)
        pairs |= {p for p in pairwise(phrase) if all(w[0].isalnum() and w != "và" for w in p)}
        triples |= {
            t for t in zip(phrase, phrase[1:], phrase[2:], strict=False) if not t[1][0].isalnum() or t[1] == "và"
        }
    return frozenset(pairs), frozenset(triples)
