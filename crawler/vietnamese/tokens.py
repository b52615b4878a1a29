"""Search tokens: the words of a text in the form in which search compares them.

`internal.words` and `internal.folded` of `sql/functions` split and fold a search query in the same way; a test compares
the two.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from crawler.vietnamese.text import composed

# Everything that separates words, after compatibility forms and accents are decomposed (NFKC, NFD): a closed list, so
# that two regular expression engines and two versions of Unicode agree.
_SEPARATORS = (
    r"\x00-/:-@\[-`{-\xbf×÷\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff"
)
_IDEOGRAPHS = r"\u3400-\u4dbf\u4e00-\u9fff"  # the Chinese editions print no spaces: each character is a word
_ACCENTS = r"\u0300-\u036f"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^{_SEPARATORS}{_IDEOGRAPHS}{_ACCENTS}][^{_SEPARATORS}{_IDEOGRAPHS}]*")
_TONE_INSIDE = re.compile(f"^([^{_TONES}]*)([{_TONES}]+)")
_ACCENT = re.compile(f"[{_ACCENTS}]")
# Newspapers also print Đ as the Icelandic or the Ewe letter; a final sigma is a sigma.
_LOOKALIKES = str.maketrans("ðɖς", "đđσ")
# In letters. A longer word is an address or debris; PostgreSQL takes at most 2,046 bytes.
_LONGEST_WORD = 60
_LONGEST_NAME = 200
# PostgreSQL's limits: the highest position in a tsvector, and 1 MB of tokens for one article.
_LAST_POSITION = 16_383
_MOST_BYTES = 600_000


def words(text: str) -> list[str]:
    """Return the words in lower case, each with its tone mark in front: hòa and hoà are one, and xoà begins xoài.

    A document's number is split into its parts: 16/2021/NQ-HĐND into 16, 2021, nq, hđnd.
    """
    plain = unicodedata.normalize("NFKC", composed(text)).lower().translate(_LOOKALIKES)
    return [_with_tone_first(word) for word in _WORD.findall(unicodedata.normalize("NFD", plain))]


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Return the word without its accents; đ becomes d."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", word)).replace("đ", "d")


def fold_text(text: str) -> str:
    """Return the words without accents, separated by spaces: for comparison with misspelt names."""
    return " ".join(map(folded, words(text)))


def search_vector(texts: Iterable[tuple[str, str]], authors: Iterable[str] = ()) -> str:
    """Return the texts, each a pair (weight A, B, C or D; text), in PostgreSQL's input form of a `tsvector`.

    The tokens are each word; `~` and its folded form if it has accents; `=` and each two neighbours, folded and without
    position, so that a phrase of common words is found by a rare token; and `@` and each author's whole name, as the
    filter by author compares it. The signs keep what begins a word apart from what begins a pair.
    """
    positions: dict[str, list[str]] = {token: [] for name in authors for token in _author_tokens(name)}
    size, position = 0, 0
    for weight, text in texts:
        folded_words = [(word, folded(word)) for word in words(text)]
        before = None
        for word, plain in folded_words:
            position += 1
            if position > _LAST_POSITION or size > _MOST_BYTES:
                return _vector_text(positions)
            for token in (word,) if word == plain else (word, f"~{plain}"):
                size += 0 if token in positions else len(token.encode())
                positions.setdefault(token, []).append(f"{position}{weight}")
            if before is not None:
                size += len(before) + len(plain)
                positions.setdefault(f"={before} {plain}", [])
            before = plain
        position += 1  # a phrase does not reach from one text into the next
    return _vector_text(positions)


def _author_tokens(name: str) -> Iterator[str]:
    """Yield the whole name as one token, and behind `~` without accents if it has any."""
    whole = " ".join(words(name))[:_LONGEST_NAME]
    if whole:
        yield f"@{whole}"
        if (plain := folded(whole)) != whole:
            yield f"@~{plain}"


@lru_cache(maxsize=100_000)
def _with_tone_first(word: str) -> str:
    return unicodedata.normalize("NFC", _TONE_INSIDE.sub(r"\2\1", word[:_LONGEST_WORD]))


def _vector_text(positions: dict[str, list[str]]) -> str:
    return " ".join(_vector_entries(positions))


def _vector_entries(positions: dict[str, list[str]]) -> Iterator[str]:
    # No token has a quote or a backslash: both separate words.
    for token, printed_positions in positions.items():
        yield f"'{token}':{','.join(printed_positions)}" if printed_positions else f"'{token}'"
