"""The words that organs are made of: which are known, which may follow which, and which end a name."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from crawler.vietnamese.mentions.gazetteer import names_alone, names_of_rank
from crawler.vietnamese.mentions.words import Phrases, Word, keys, lexicon

# Bodies whose names no 'và' and no further word carries on.
_WHOLE = (
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
    """Return the organs and their parts that the lexicon names."""
    return Phrases(lexicon("organs"))


@cache
def heads() -> Phrases:
    """Return the words that begin an organ or an office, and no part of one."""
    offices = [line.partition(": ")[2].rstrip("!?") for line in lexicon("offices")]
    kinds = [line.partition("=")[0].strip(" *") for line in lexicon("document_kinds")]
    return Phrases([*lexicon("organ_heads"), *lexicon("honorifics"), *offices, *kinds])


@cache
def unit_words() -> Phrases:
    """Return the ranks of places."""
    return Phrases(lexicon("unit_words"))


@cache
def verbs() -> Phrases:
    """Return what begins in lower case what the head of an organ does or says."""
    return Phrases(lexicon("verbs"))


@cache
def _whole() -> Phrases:
    return Phrases(_WHOLE)


@cache
def second_halves() -> frozenset[str]:
    """Return the words that end a known organ or part of one."""
    return frozenset(keys(line)[-1] for line in lexicon("organs"))


@cache
def vocabulary() -> frozenset[str]:
    """Return the words that the names of known organs and laws are made of."""
    return frozenset(key for name in ("organs", "laws") for line in lexicon(name) for key in keys(line))


@cache
def endings() -> frozenset[tuple[str, str]]:
    """Return the last two words of each known organ or part of one."""
    return frozenset((phrase[-2], phrase[-1]) for line in lexicon("organs") if len(phrase := keys(line)) > 1)


@cache
def neighbours() -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str, str]]]:
    """Return which word may follow which, and what may stand on both sides of a sign or of 'và'."""
    pairs, triples = set(), set()
    for line in lexicon("organs"):
        phrase = keys(line)
        pairs |= {p for p in pairwise(phrase) if all(w[0].isalnum() and w != "và" for w in p)}
        triples |= {
            t for t in zip(phrase, phrase[1:], phrase[2:], strict=False) if not t[1][0].isalnum() or t[1] == "và"
        }
    return frozenset(pairs), frozenset(triples)


def rank_at(tokens: Sequence[Word], at: int) -> int:
    """Return how many words of a place's rank stand here; the 'xã' of 'Xã hội' is none."""
    length = unit_words().at(tokens, at)
    if length and tokens[at].is_capital and known_organs().at(tokens, at) > length:
        return 0  # Khu Quản lý đường bộ IV
    after = at + length
    if length == 1 and after < len(tokens) and not tokens[after].is_capital:
        return 0 if (tokens[at].key, tokens[after].key) in neighbours()[0] else 1
    return length


def starts_organ(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a known organ, or a rank, begins here."""
    return at < len(tokens) and bool(known_organs().at(tokens, at) or rank_at(tokens, at))


def is_unknown(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a lower-case word stands here that is neither a rank nor the beginning of a deed."""
    word = tokens[at]
    return word.text[0].isalpha() and not (word.is_capital or verbs().at(tokens, at) or rank_at(tokens, at))


def is_whole(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a rank, a place, or a body whose name is whole ends just before this word."""
    if rank_at(tokens, at - 1) or ends_place(tokens, at):
        return True
    return any(_whole().at(tokens, first) == at - first for first in range(max(0, at - 3), at))


def ends_place(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a place's name ends just before this word."""
    first = at
    while first > max(0, at - 4) and can_be_place(tokens[first - 1]):
        first -= 1
        if at - first in (names_of_rank(None).at(tokens, first), names_alone().at(tokens, first)):
            # one syllable is a place only behind its rank: 'xã Hồ', not 'Hiệp hội Hồ tiêu'
            alone = names_alone().at(tokens, first) or (first > 0 and rank_at(tokens, first - 1))
            return at - first > 1 or bool(alone)
    return False


def can_be_place(word: Word) -> bool:
    """Tell whether a place's name can begin with it: a capital or a number."""
    return word.is_capital or word.text[0].isdigit()


def names_unit_above(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether 'huyện Châu Phú', 'tỉnh An Giang' … stands here: what ward and district lie in."""
    length = rank_at(tokens, at)
    rank = " ".join(word.key for word in tokens[at : at + length])
    return rank in ("tỉnh", "thành phố", "tp", "huyện", "quận", "thị xã") and bool(
        names_of_rank(rank).at(tokens, at + length)
    )
