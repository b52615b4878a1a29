"""Names of people: where one begins, how far it reaches, and what is printed before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from crawler.vietnamese.mentions.gazetteer import KINDS_OF_RANK, names_of_rank
from crawler.vietnamese.mentions.words import Phrases, Word, fold, lexicon

LONGEST = 5  # syllables: Tôn Nữ Thị Minh Châu; more are a name behind a name of another kind
_LONGEST_FOREIGN = 6
_LONGEST_ADDRESS = 16  # words and signs: 'Thầy thuốc ưu tú, PGS.TS.BS'
_LONGEST_RUN = 12  # words with a capital in a row: a school's name and a person's are fewer
# What stands before the name of a thing that was named after a person: đường Nguyễn Huệ, Trường THPT Trần Phú.
_EPONYMS = {
    "đường",
    "phố",
    "cầu",
    "chợ",
    "thpt",
    "thcs",
    "chuyên",
    "lăng",
    "đền",
    "chùa",
    "tượng",
    "quỹ",
    "cúp",
    "ptdtnt",
    "tcs",
    "tncs",
    "giải",
    "niệm",
    "tàng",
    "thờ",
    "kè",
    "kênh",
    "rạch",
    "ngõ",
    "hẻm",
    "tp",
    "tx",
}
_EPONYM_PAIRS = {
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
_OF_THE_HIGHLANDS = re.compile(r"[KH]['’ʼ]\w{2,}")  # a name by itself: K'Brếp, H'Hen
_NOT_NAMES = {"và", "là", "của", "theo", "tại", "trong", "ngày", "sáng", "chiều", "tối", "trưa", "qua", "trước", "sau"}
# With these a headline in capitals goes on behind a name: 'CHỦ TỊCH NƯỚC LƯƠNG CƯỜNG TIẾP …'.
_DEEDS = {
    "tiếp",
    "thăm",
    "dự",
    "chủ",
    "làm",
    "kiểm",
    "trao",
    "phát",
    "gặp",
    "chúc",
    "đối",
    "yêu",
    "dâng",
    "tặng",
    "viếng",
    "chia",
    "khảo",
    "trả",
    "gửi",
    "được",
    "giữ",
    "cùng",
    "đến",
    "hội",
    "đề",
    "chỉ",
    "nói",
    "ký",
    "lên",
}
_ENDINGS = {
    "un",
    "in",
    "hee",
    "myung",
    "hoon",
    "yeol",
    "jae",
    "hyun",
    "kyun",
    "soo",
    "ki",
    "woo",
    "bin",
    "al",
    "de",
    "von",
    "van",
    "der",
    "den",
    "ter",
    "da",
    "ben",
    "ibn",
    "ul",
    "ping",
    "yi",
}


@dataclass(frozen=True)
class Name:
    """A person's name at words [start, end), and where its forms of address begin (start where there are none)."""

    opening: int
    start: int
    end: int

    @property
    def is_addressed(self) -> bool:
        """Tell whether a form of address, a rank or a degree stands before it."""
        return self.opening < self.start


def name_at(tokens: Sequence[Word], start: int) -> Name | None:
    """Return the name that begins at this word, its forms of address included; None where none does."""
    begin = after_address(tokens, start)
    end = _addressed_end(tokens, begin) if begin > start else name_end(tokens, begin)
    return Name(start, begin, end) if end else None


def after_address(tokens: Sequence[Word], start: int) -> int:
    """Return where the forms of address that begin here end: 'PGS.TS.', 'đồng chí Đại tá', 'bà'."""
    at = start
    while at < min(len(tokens), start + _LONGEST_ADDRESS):
        length = _honorifics().at(tokens, at)
        if not length or (
            length == 1 and tokens[at].key in ("sư", "cn", "ls", "ds", "ks") and not _is_title(tokens, at)
        ):
            break
        at += length
        while at > start and at < len(tokens) - 1 and tokens[at].text in ".-–/," and _honorifics().at(tokens, at + 1):
            at += 1
        if at < len(tokens) - 1 and tokens[at].text == "." and tokens[at + 1].is_capital:
            at += 1
    return at


def name_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of a Vietnamese name that begins with a known surname; 0 where none does."""
    if start >= len(tokens) or not (tokens[start].is_capital and tokens[start].is_letters):
        return 0
    if _OF_THE_HIGHLANDS.fullmatch(tokens[start].text):
        return capitals_end(tokens, start)
    if tokens[start].key not in _surnames():
        return 0
    if tokens[start].key == "đường" and name_end(tokens, start + 1):
        return 0  # 'Đường Nguyễn Huệ' at the head of a sentence
    end = capitals_end(tokens, start)
    return end if 2 <= end - start <= LONGEST else 0


def foreign_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of a run of capital words that can be a foreigner's name ('Kim Jong-un'); 0 where none is."""
    at = start
    while at < len(tokens) and at - start < 2 * _LONGEST_FOREIGN:
        word = tokens[at]
        joins = word.text in "-–" and at > start and at + 1 < len(tokens) and touches(tokens, at)
        joins = joins or (word.text == "." and at > start and _is_initial(tokens, at))
        tied = at > start + 1 and tokens[at - 1].text in "-–" and word.start == tokens[at - 1].end  # Young-sam
        if not joins and not (word.is_letters and (word.is_capital or (at > start and (tied or word.key in _ENDINGS)))):
            break
        at += 1
    return at if at > start and tokens[start].is_capital and tokens[start].is_letters else 0


def _is_initial(tokens: Sequence[Word], dot: int) -> bool:
    """Tell whether the full stop ends an initial within a name: 'Tshering W. Sherpa'."""
    before = tokens[dot - 1]
    return (
        len(before.text) == 1
        and before.end == tokens[dot].start
        and dot + 1 < len(tokens)
        and tokens[dot + 1].is_capital
    )


def capitals_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of the run of words with a capital that could be parts of one name."""
    shouted = len(tokens[start].text) > 1 and tokens[start].text.isupper()
    at = start
    while at < min(len(tokens), start + _LONGEST_RUN):
        word = tokens[at]
        if not (word.is_letters and word.is_capital) or (shouted and at > start and word.key in _NOT_NAMES):
            break
        if at > start and (word.is_abbreviation and len(word.text) > 1) != shouted and len(word.text) > 1:
            break
        at += 1
    if shouted and all(w.is_abbreviation for w in tokens[max(0, start - 2) : start]):
        return _shouted_end(tokens, start, at)
    return at


def _shouted_end(tokens: Sequence[Word], start: int, end: int) -> int:
    """Return the end of a name in a line of capitals: at the word of a deed, else behind the usual syllables."""
    deed = next((at for at in range(start + 2, min(end, start + LONGEST)) if tokens[at].key in _DEEDS), 0)
    usual = start + (4 if start + 1 < len(tokens) and tokens[start + 1].key == "thị" else 3)
    return deed or min(end, usual)


def names_a_thing(tokens: Sequence[Word], start: int) -> bool:
    """Tell whether the word before makes the name that of a street, a school, a prize."""
    if start == 0:
        return False
    before = tokens[start - 1]
    pair = (tokens[start - 2].key, before.key) if start > 1 else ("", "")
    if before.text == "Trường" or before.key in _EPONYMS or pair in _EPONYM_PAIRS:
        return True
    # 'Công an phường An Cư', where no office opens the organ
    place = names_of_rank(None).at(tokens, start) if before.key in KINDS_OF_RANK else 0
    return place > 1 and name_end(tokens, start) == start + place


def _addressed_end(tokens: Sequence[Word], start: int) -> int:
    """Return the end of a name behind a form of address: any capital words, a surname or not."""
    end = name_end(tokens, start)
    if end:
        return end
    if (
        start < len(tokens)
        and tokens[start].is_capital
        and tokens[start].is_letters
        and not tokens[start].is_abbreviation
    ):
        end = foreign_end(tokens, start)
        apart = sum(before.end < word.start for before, word in pairwise(tokens[start:end]))
        return end if apart < _LONGEST_FOREIGN else 0  # Bun-tôn Chăn-tha-phôn: two
    if start < len(tokens) and tokens[start].is_abbreviation and tokens[start].is_letters:
        end = capitals_end(tokens, start)
        return end if 2 <= end - start <= LONGEST else 0
    return 0


def _is_title(tokens: Sequence[Word], at: int) -> bool:
    return tokens[at].text.isupper() or tokens[at].text == "sư"


def touches(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether no space stands on either side of this sign."""
    return tokens[at].start == tokens[at - 1].end and tokens[at].end == tokens[at + 1].start


def is_common(word: Word) -> bool:
    """Tell whether it is one of the surnames that nine in ten have: those of the head of the list."""
    return word.is_capital and word.key in _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(map(fold, lexicon("surnames")[:16]))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(map(fold, lexicon("surnames")))


@cache
def _honorifics() -> Phrases:
    return Phrases(lexicon("honorifics"))
