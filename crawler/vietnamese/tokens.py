"""Search tokens: the words of a text in the form in which they are compared.

`internal.words` and `internal.folded` of `sql/functions` cut and fold a question in the same way; a test holds the two
against each other.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Everything that parts words, after compatibility forms and accents are taken apart (NFKC, NFD): a closed list, so that
# two regular expression engines and two versions of Unicode agree on it.
_PARTS = r"\x00-/:-@\[-`{-\xbf×÷\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff"
_IDEOGRAPHS = r"\u3400-\u4dbf\u4e00-\u9fff"  # the Chinese editions print no spaces: each is a word of its own
_ACCENTS = r"\u0300-\u036f"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^{_PARTS}{_IDEOGRAPHS}{_ACCENTS}][^{_PARTS}{_IDEOGRAPHS}]*")
_MOVED_TONE = re.compile(f"([{_TONES}])([^{_TONES}]+)")
_ACCENT = re.compile(f"[{_ACCENTS}]")
# Papers print Đ as the Icelandic and the Ewe letter too; a final sigma is a sigma.
_SAME = str.maketrans("ðɖς", "đđσ")
# A word of more letters is an address or debris; PostgreSQL takes 2,046 bytes.
_LONGEST = 60
# PostgreSQL numbers no position beyond, and holds a megabyte of tokens an article.
_LAST_POSITION = 16_383
_MOST_BYTES = 600_000


def words(text: str) -> list[str]:
    """Return the words in lower case, with each tone mark behind its word's letters: hòa and hoà are one.

    A document's number falls into its parts: 16/2021/NQ-HĐND into 16, 2021, nq, hđnd.
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(_SAME)
    return [_word(found) for found in _WORD.findall(unicodedata.normalize("NFD", plain))]


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Return the word without its accents; đ becomes d."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", word)).replace("đ", "d")


def fold_text(text: str) -> str:
    """Return the text's words without accents, parted by spaces: what misspelt names are compared with."""
    return " ".join(map(folded, words(text)))


def search_vector(texts: Iterable[tuple[str, str]]) -> str:
    """Return the texts, each with its weight (A, B, C or D), as PostgreSQL reads a `tsvector`.

    A word stands as printed and, where it has accents, as `~` and its folded form; neighbours stand folded, parted
    by a space and without position, so that a phrase of common words is found by a rare token.
    """
    places: dict[str, list[str]] = {}
    size, position = 0, 0
    for weight, text in texts:
        found = [(word, folded(word)) for word in words(text)]
        before = None
        for word, plain in found:
            position += 1
            if position > _LAST_POSITION or size > _MOST_BYTES:
                return _as_text(places)
            place = f"{position}{weight}"
            for token in (word,) if word == plain else (word, f"~{plain}"):
                size += 0 if token in places else len(token.encode())
                places.setdefault(token, []).append(place)
            if before is not None:
                size += len(before) + len(plain)
                places.setdefault(f"{before} {plain}", [])
            before = plain
        position += 1  # a phrase does not reach from one text into the next
    return _as_text(places)


@lru_cache(maxsize=100_000)
def _word(found: str) -> str:
    return unicodedata.normalize("NFC", _MOVED_TONE.sub(r"\2\1", found[:_LONGEST]))


def _as_text(places: dict[str, list[str]]) -> str:
    return " ".join(_entries(places))


def _entries(places: dict[str, list[str]]) -> Iterator[str]:
    # No token holds a quote or a backslash: both part words.
    for token, found in places.items():
        yield f"'{token}':{','.join(found)}" if found else f"'{token}'"
