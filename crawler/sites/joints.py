"""Joints: where two runs of text meet at the border of an inline element, inside one word or between two parts."""

import re
from collections.abc import Iterable

from crawler.vietnamese.syllables import is_syllable

WORD_BREAK = "\u200b"  # what <wbr> is as a letter: at it one word goes on
_SEEN = 60  # letters on each side of a border: the longest word, and a label's end
# A label or a sentence ends, and a word begins: 'Bài 1:' and 'Giữ nghề'. 'TP.' and '2.' go on.
_PART_END = re.compile(r"(?:[:;!?…”»)]|\s[-–—|/]|(?<=[^\W\d_]{4})[.,])$")
_CLAUSE_END = re.compile(r"[^\W\d_][,;]$")
_PART_START = re.compile(r"[“\"‘'(]?[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ]")
_LAST_WORD = re.compile(r"[^\W_]+$")
_FIRST_WORD = re.compile(r"[“\"‘'(]?([^\W_]+)")


def joined(runs: Iterable[str]) -> str:
    """Join the runs of a line; two parts of it get a space between them, two halves of a word none."""
    line: list[str] = []
    for run in filter(None, runs):
        if line and not line[-1][-1].isspace() and not run[0].isspace() and _are_parts(line[-1], run):
            line.append(" ")
        line.append(run)
    return "".join(line)


def _are_parts(before: str, after: str) -> bool:
    before, after = before[-_SEEN:], after[:_SEEN]
    if _PART_START.match(after) and _PART_END.search(before):
        return True
    if _CLAUSE_END.search(before) and after[0].isalpha():
        return True
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    return last is not None and first is not None and _are_words(last[0], first[1])


def _are_words(last: str, first: str) -> bool:
    """Return True if two runs end and begin with whole words: 'ở' and 'bến', not the 'H' and 'ộ' of 'Hộ'.

    Of words without marks only a capital tells it, as foreign names may be made of syllables: 'lo' and 'go'.
    """
    if not _is_word(first) or not (_is_word(last) or last.isdecimal()) or is_syllable(last + first):
        return False
    is_marked = not (last.isascii() and first.isascii())
    return (is_marked and not last.isdecimal()) or (first[0].isupper() and not last.isupper())


def _is_word(word: str) -> bool:
    """Return True for a syllable that is no single letter of ASCII, which may be the first of a foreign name."""
    return is_syllable(word) and (len(word) > 1 or not word.isascii())
