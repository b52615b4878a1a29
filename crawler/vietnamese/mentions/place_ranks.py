"""Ranks before names of places: 'xã', 'TP.', 'P.', 'các xã, phường:', 'thành phố (TP)'; and committees: 'Thành ủy'."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from crawler.vietnamese.mentions.gazetteer import KINDS_OF_RANK
from crawler.vietnamese.mentions.organ_words import can_begin_place
from crawler.vietnamese.mentions.unit_names import DISTRICT, PROVINCE, WARD
from crawler.vietnamese.mentions.words import Phrases, Word, word_set

_CITIES = ("thành phố trung ương", "thành phố")
# With a full stop after them: 'P.Hạc Thành', 'Q.1', 'T.X Tân Châu'.
_LETTERS = {"p": ("phường",), "q": ("quận",), "h": ("huyện",), "x": ("xã",)}
_SPACED = {"t . p": _CITIES, "t . x": ("thị xã",), "t . t": ("thị trấn",)}
_ABBREVIATED = {"tp", "tx", "tt", *_SPACED}
_IN_ROWS = {"thành": _CITIES}  # 'các tỉnh, thành Hà Nội, Đà Nẵng'
# The committee of a city is not that of the province of the same name.
_COMMITTEES: dict[str, tuple[str, ...]] = {
    "tỉnh ủy": ("tỉnh",),
    "tỉnh đoàn": ("tỉnh",),
    "thành ủy": _CITIES,
    "thành đoàn": _CITIES,
    "huyện ủy": ("huyện",),
    "huyện đoàn": ("huyện",),
    "quận ủy": ("quận",),
    "quận đoàn": ("quận",),
    "thị ủy": ("thị xã",),
    "thị đoàn": ("thị xã",),
}
_PLURAL_WORDS = word_set("các những hai ba bốn năm sáu bảy tám chín mười nhiều số cụm liên")
# What may stand between a rank and its names: 'huyện đảo Phú Quý', 'các xã biên giới A, B'.
_ADJECTIVES = Phrases(
    [
        "đảo",
        "biển",
        "cảng",
        "biên giới",
        "miền núi",
        "vùng núi",
        "vùng cao",
        "vùng sâu",
        "vùng biên",
        "vùng biển",
        "ven biển",
        "ven sông",
        "bãi ngang",
        "lân cận",
        "giáp ranh",
        "trung du",
        "đồng bằng",
        "ngoại thành",
        "nội thành",
        "trọng điểm",
        "phía bắc",
        "phía nam",
        "phía đông",
        "phía tây",
        "mới",
    ]
)
_BEFORE_NAMES = Phrases([":", "gồm", "gồm:", "bao gồm", "bao gồm:", "là", "là:", "như", "như:", "sau:", "("])
_STEP_OF_KIND = {"tỉnh": PROVINCE, "thành phố trung ương": PROVINCE, "xã": WARD, "phường": WARD, "thị trấn": WARD}
_STEP_OF_KIND |= {"đặc khu": WARD, "huyện": DISTRICT, "quận": DISTRICT, "thị xã": DISTRICT, "thành phố": DISTRICT}
_BEFORE_PLACE = word_set("tại ở từ đến về trên qua thuộc")
_LONGEST_GLOSS = 3  # words and signs of '(TP.)'


@dataclass(frozen=True)
class Rank:
    """A rank at words [start, …), whose first name begins at `name_start`, and the kinds of unit it can mean.

    `is_plural` if several names follow; `is_former` if the rank itself says that they are past ('các xã cũ').
    `is_before_name` if the name follows at once, so that rank and name are one mention.
    """

    start: int
    name_start: int
    kinds: tuple[str, ...]
    is_plural: bool
    is_former: bool
    is_before_name: bool

    @property
    def steps(self) -> tuple[int, ...]:
        """Return the steps on which the units of these kinds stand."""
        return tuple(sorted({_STEP_OF_KIND[kind] for kind in self.kinds}))


def rank_at(tokens: Sequence[Word], start: int) -> Rank | None:
    """Return the rank with its signs that begins at word `start`, if a name can follow it; else None."""
    if length := _committees().length_at(tokens, start):
        kinds = _COMMITTEES[_joined(tokens, start, start + length)]
        return _with_name(tokens, Rank(start, start + length, kinds, False, False, False))
    kinds, end = _one_rank(tokens, start, in_row=False)
    if not kinds:
        return None
    is_plural = _is_plural(tokens, start)
    while end + 1 < len(tokens) and tokens[end].text in (",", "và", "/", "-", "hoặc"):
        further, further_end = _one_rank(tokens, end + 1, in_row=True)
        if not further:
            break
        kinds, end, is_plural = (*kinds, *further), further_end, True
    rest = end
    while (length := _ADJECTIVES.length_at(tokens, end)) and not tokens[end].is_capital:
        end += length
    is_former = end < len(tokens) and tokens[end].text == "cũ"
    end += is_former
    is_plural = is_plural or (end < len(tokens) and tokens[end].text == ":")  # 'phường: Cam Ly - Đà Lạt, B'Lao'
    connector = _BEFORE_NAMES.length_at(tokens, end) if is_plural else 0
    if end > rest and not can_begin(tokens, end + connector):
        return None
    is_before_name = not (connector or is_former or (is_plural and "," in _joined(tokens, start, rest)))
    return _with_name(tokens, Rank(start, end + connector, kinds, is_plural, is_former, is_before_name))


def can_begin(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a place's name can begin at word `at`."""
    return at < len(tokens) and can_begin_place(tokens[at])


def _with_name(tokens: Sequence[Word], rank: Rank) -> Rank | None:
    return rank if can_begin(tokens, rank.name_start) else None


def _one_rank(tokens: Sequence[Word], at: int, *, in_row: bool) -> tuple[tuple[str, ...], int]:
    """Return the kinds of the rank at `at`, and the end of it with its full stop or gloss; ((), at) if none is."""
    length = _rank_words().length_at(tokens, at)
    key = _joined(tokens, at, at + length)
    kinds = KINDS_OF_RANK.get(key) or _SPACED.get(key) or (_IN_ROWS.get(key) if in_row else None)
    if kinds:
        return kinds, _end_of_sign(tokens, at, at + length)
    letter = _LETTERS.get(tokens[at].key) if at + 1 < len(tokens) else None
    if not letter or (at and _can_have_initial(tokens[at - 1])):
        return (), at
    if tokens[at + 1].text == "." and tokens[at + 1].start == tokens[at].end:
        return letter, at + 2
    is_numbered = tokens[at].text.isupper() and tokens[at + 1].text.isdigit()
    return (letter, at + 1) if is_numbered and tokens[at + 1].start == tokens[at].end else ((), at)


def _can_have_initial(before: Word) -> bool:
    """Return True if a letter behind this word can be a person's: 'Nguyễn P.', but not 'UBND P.', 'Tại P.'."""
    return before.is_capital and before.is_letters and not before.is_abbreviation and before.key not in _BEFORE_PLACE


def _end_of_sign(tokens: Sequence[Word], start: int, end: int) -> int:
    """Return the end of a rank with the full stop of its abbreviation, or with its gloss: 'TP.', 'thành phố (TP)'."""
    if end < len(tokens) and tokens[end].text == "." and _joined(tokens, start, end) in _ABBREVIATED:
        return end + 1
    if end + 2 < len(tokens) and tokens[end].text == "(" and tokens[end + 1].is_capital:
        for at in range(end + 2, min(len(tokens), end + 2 + _LONGEST_GLOSS)):
            initials = "".join(word.text[0] for word in tokens[start:end]).casefold()
            if tokens[at].text == ")":
                gloss = "".join(word.key for word in tokens[end + 1 : at] if word.is_letters)
                return at + 1 if gloss in (initials, initials[0]) else end
    return end


def _is_plural(tokens: Sequence[Word], start: int) -> bool:
    """Return True if the word before says that there are several: 'các xã', '7 xã', 'ba xã'."""
    before = tokens[start - 1] if start else None
    return before is not None and (before.key in _PLURAL_WORDS or (before.text.isdigit() and len(before.text) < 4))


def _joined(tokens: Sequence[Word], start: int, end: int) -> str:
    return " ".join(word.key for word in tokens[start:end])


@cache
def _rank_words() -> Phrases:
    return Phrases([*KINDS_OF_RANK, "t.p", "t.x", "t.t", *_IN_ROWS])


@cache
def _committees() -> Phrases:
    return Phrases(list(_COMMITTEES))
