"""Words in the names of organs: which are known, which may follow which, and which end a name."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from crawler.vietnamese.mentions.gazetteer import names_of_rank, names_without_rank
from crawler.vietnamese.mentions.words import Phrases, Word, keys, lexicon

# What to step over within an organ's name: the number of words, and True if a person's name begins after them.
Step = tuple[int, bool]
# Bodies whose names are complete: no 'và' and no further word continues them.
_COMPLETE_NAMES = (
    "Tỉnh ủy",
    "Thành ủy",
    "Huyện ủy",
    "Quận ủy",
    "Thị ủy",
    "Đảng ủy",
    "Chính phủ",
    "Quốc hội",
    "Bộ Chính trị",
    "Ban Bí thư",
    "Trung ương",
    "Trung ương Đảng",
    "Nhà nước",
    "HĐND",
    "UBND",
)


@cache
def known_organs() -> Phrases:
    """Return the organs, and parts of their names, that the lexicon lists."""
    return Phrases(lexicon("organs"))


@cache
def opening_phrases() -> Phrases:
    """Return the phrases that begin a new organ, office, honorific or document and never continue an organ's name."""
    offices = [line.partition(": ")[2].rstrip("!?") for line in lexicon("offices")]
    kinds = [line.partition("=")[0].strip(" *") for line in lexicon("document_kinds")]
    return Phrases([*lexicon("organ_heads"), *lexicon("honorifics"), *offices, *kinds])


@cache
def place_ranks() -> Phrases:
    """Return the ranks of places: 'tỉnh', 'xã' …"""
    return Phrases(lexicon("unit_words"))


@cache
def verbs() -> Phrases:
    """Return the lower-case words that begin what the head of an organ does or says."""
    return Phrases(lexicon("verbs"))


@cache
def _complete_names() -> Phrases:
    return Phrases(_COMPLETE_NAMES)


@cache
def last_words() -> frozenset[str]:
    """Return the last word of each known organ or part of its name."""
    return frozenset(keys(line)[-1] for line in lexicon("organs"))


@cache
def vocabulary() -> frozenset[str]:
    """Return all words that occur in the names of known organs and laws."""
    return frozenset(key for name in ("organs", "laws") for line in lexicon(name) for key in keys(line))


@cache
def last_two_words() -> frozenset[tuple[str, str]]:
    """Return the last two words of each known organ or part of its name."""
    return frozenset((phrase[-2], phrase[-1]) for line in lexicon("organs") if len(phrase := keys(line)) > 1)


class Neighbours(NamedTuple):
    """Words that follow one another in known organs: pairs, and triples whose middle is a sign or 'và'."""

    pairs: frozenset[tuple[str, str]]
    triples: frozenset[tuple[str, str, str]]


@cache
def neighbours() -> Neighbours:
    """Return the pairs and triples of neighbouring words in the names of known organs."""
    pairs, triples = set(), set()
    for line in lexicon("organs"):
        phrase = keys(line)
        pairs |= {pair for pair in pairwise(phrase) if all(key[0].isalnum() and key != "và" for key in pair)}
        threes = zip(phrase, phrase[1:], phrase[2:], strict=False)
        triples |= {three for three in threes if not three[1][0].isalnum() or three[1] == "và"}
    return Neighbours(frozenset(pairs), frozenset(triples))


def rank_length(tokens: Sequence[Word], at: int) -> int:
    """Return the number of words of the place's rank at `at` (0 if there is none); 'Xã' in 'Xã hội' is not a rank."""
    length = place_ranks().length_at(tokens, at)
    if length and tokens[at].is_capital and known_organs().length_at(tokens, at) > length:
        return 0  # Khu Quản lý đường bộ IV
    after = at + length
    if length == 1 and after < len(tokens) and not tokens[after].is_capital:
        return 0 if (tokens[at].key, tokens[after].key) in neighbours().pairs else 1
    return length


def starts_organ(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a known organ or a rank begins at `at`."""
    return at < len(tokens) and bool(known_organs().length_at(tokens, at) or rank_length(tokens, at))


def is_unknown_word(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a lower-case word is at `at` that begins neither a rank nor one of `verbs`."""
    word = tokens[at]
    return word.text[0].isalpha() and not (word.is_capital or verbs().length_at(tokens, at) or rank_length(tokens, at))


def ends_complete_name(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a rank, a place, or a body whose name is complete ends just before `at`."""
    if rank_length(tokens, at - 1) or ends_place(tokens, at):
        return True
    return any(_complete_names().length_at(tokens, first) == at - first for first in range(max(0, at - 3), at))


def ends_place(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a place's name ends just before `at`."""
    first = at
    while first > max(0, at - 4) and can_begin_place(tokens[first - 1]):
        first -= 1
        if at - first in (names_of_rank(None).length_at(tokens, first), names_without_rank().length_at(tokens, first)):
            # One syllable is a place only after its rank: 'xã Hồ', not 'Hiệp hội Hồ tiêu'.
            certain = names_without_rank().length_at(tokens, first) or (first > 0 and rank_length(tokens, first - 1))
            return at - first > 1 or bool(certain)
    return False


def can_begin_place(word: Word) -> bool:
    """Return True if a place's name can begin with the word: it has a capital or is a number."""
    return word.is_capital or word.text[0].isdigit()


def names_unit_above(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a district or province with its rank is at `at`: 'huyện Châu Phú', 'tỉnh An Giang' …"""
    length = rank_length(tokens, at)
    rank = " ".join(word.key for word in tokens[at : at + length])
    return rank in ("tỉnh", "thành phố", "tp", "huyện", "quận", "thị xã") and bool(
        names_of_rank(rank).length_at(tokens, at + length)
    )
