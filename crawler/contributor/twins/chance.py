"""Chance: invented words and numbers for one twin, none of which stands in the original."""

import re
from functools import cache
from random import SystemRandom

from crawler.vietnamese.tokens import folded

# No seed: what is drawn depends on nothing that anybody could know or try.
CHANCE = SystemRandom()
LETTERS = re.compile(r"[^\W\d_]+")
LONG_NUMBER = re.compile(r"\d{4,}")
SHORTEST_NUMBER = 4  # digits: a shorter number is in every text
_ONSET_LIST = "b c d đ g h k l m n r s t v x ch gh gi kh nh ph qu th tr ng ngh"
_PLAIN_RIME_LIST = """
a e i o u y an en in on un am em im om um ap ep ip op up at et it ot ut ac ec oc uc ai ao au ay ui oi eo eu iu ia ua oa
oe uy ue anh inh enh ang eng ong ung ach ich iem iep iet ieng uon uoi uong uoc uyen uyet oan oat oai oang
"""
_TONED_RIME_LIST = """
á ả ạ ẻ ẹ ị ỏ ọ ụ ỳ ở ừ ấn ẩn ẻn ịn ọn ủn ắm ẹm ỉm ộm ủm ạp ẹp ịp ợp ụp ặt ẹt ịt ọt ứt ắc ọc ục ải ạo ẩu ảy ụi ỏi ẹo ều
ỉu ịa ửa ọa ỏe ụy uệ ảnh ịnh ệnh ạng ẻng ọng ủng ạch ịch iểm iệp iệt iễng uộn uổi uộng ược uyển uyệt oản oạt oải oảng
"""
_ONSETS = ("", *_ONSET_LIST.split())
_PLAIN_RIMES, _TONED_RIMES = tuple(_PLAIN_RIME_LIST.split()), tuple(_TONED_RIME_LIST.split())
_VOWELS, _CONSONANTS = "aeiouy", "bcdghklmnprstvx"
_TRIES = 60
_LONGEST_SYLLABLE = 6


class Words:
    """The words of one twin: drawn anew each time, none of them a word of the original in any case or accent."""

    def __init__(self, original: str) -> None:
        self._taken = {unaccented(word) for word in LETTERS.findall(original)}

    def draw(self, length: int, *, accented: bool) -> str:
        """Return a word in small letters of this length; of two letters only where one is free."""
        for size in (length, length, length + 1, length + 2):
            for _ in range(_TRIES):
                if (word := _random_word(size, accented)) and unaccented(word) not in self._taken:
                    return word
        return _random_letters("x" * (length + 4))

    def draw_like(self, letters: str) -> str:
        """Return letters of the same kinds at each place, vowel or consonant: for initials and for what is no word."""
        drawn = _random_letters(letters)
        for _ in range(_TRIES):
            if len(letters) == 1 or unaccented(drawn) not in self._taken:
                break
            drawn = _random_letters(letters)
        return drawn


class Numbers:
    """The numbers of one twin: of the same length as the original's, the same for the same, and never one of them."""

    def __init__(self, original: str) -> None:
        self._taken = set(LONG_NUMBER.findall(original))
        self._drawn: dict[str, str] = {}

    def is_free(self, digits: str) -> bool:
        """Return True if no number of the original stands in these digits."""
        size = len(digits)
        return not any(
            digits[start:end] in self._taken
            for start in range(size)
            for end in range(start + SHORTEST_NUMBER, size + 1)
        )

    def draw(self, digits: str) -> str:
        """Return the number in place of this one; a short one, which many texts share, is drawn anew each time."""
        if len(digits) < SHORTEST_NUMBER:
            return _random_digits(digits)
        if digits not in self._drawn:
            drawn = _random_digits(digits)
            for _ in range(_TRIES):
                if self.is_free(drawn) and drawn not in self._drawn.values():
                    break
                drawn = _random_digits(digits)
            self._drawn[digits] = drawn
        return self._drawn[digits]


def unaccented(word: str) -> str:
    """Return a word in small letters without accents."""
    return folded(word.casefold())


def _random_word(length: int, accented: bool) -> str:
    if length <= _LONGEST_SYLLABLE:
        choices = _syllables(length, accented and CHANCE.random() < 0.75)
        return CHANCE.choice(choices) if choices else ""
    first = CHANCE.randint(2, min(_LONGEST_SYLLABLE, length - 2))
    return _random_word(first, accented) + _random_word(length - first, False)


@cache
def _syllables(length: int, accented: bool) -> tuple[str, ...]:
    rimes = _TONED_RIMES if accented else _PLAIN_RIMES
    syllables = {onset + rime for onset in _ONSETS for rime in rimes if len(onset + rime) == length}
    return tuple(syllable for syllable in syllables if accented or syllable.isascii())


def _random_letters(letters: str) -> str:
    return "".join(_random_letter(letter) for letter in letters)


def _random_letter(letter: str) -> str:
    if not (letter.isascii() and letter.isalpha()):
        return letter
    drawn = CHANCE.choice(_VOWELS if letter.lower() in _VOWELS else _CONSONANTS)
    return drawn.upper() if letter.isupper() else drawn


def _random_digits(digits: str) -> str:
    """Return digits as many as these; '0' stays at the beginning, as in telephone numbers and '05'."""
    first = "0" if digits[0] == "0" else CHANCE.choice("123456789")
    return first + "".join(CHANCE.choice("0123456789") for _ in digits[1:])
