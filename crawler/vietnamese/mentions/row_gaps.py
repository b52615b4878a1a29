"""What may stand between the names of a row: signs, brackets, amounts, and names that no list has."""

from collections.abc import Sequence

from crawler.vietnamese.mentions.place_contexts import begins_other
from crawler.vietnamese.mentions.place_ranks import can_begin
from crawler.vietnamese.mentions.words import Word

SEPARATORS = {",", ";", "và", "hoặc", "hay", "cùng", "với", "-", "–", "—", "/"}
_LONGEST_ASIDE = 25  # words between the brackets behind a name of a row: '(12 hộ ở ấp Bình Hòa)'
_LONGEST_AMOUNT = 6  # '1.250,5 ha'
_LONGEST_UNKNOWN = 4  # syllables of a name that no list has


def aside_end(tokens: Sequence[Word], at: int) -> int:
    """Return the place of the bracket that closes the one at `at`; 0 if it is far away or missing."""
    limit = min(len(tokens), at + _LONGEST_ASIDE)
    return next((end for end in range(at, limit) if tokens[end].text == ")"), 0)


def unknown_item_end(tokens: Sequence[Word], at: int) -> int:
    """Return the end of an unknown name behind a sign of a row: 'các xã Mỹ Đức, | Tân Lạ, Bình Mỹ'; or `at`."""
    if not at or tokens[at - 1].key not in SEPARATORS or not can_begin(tokens, at) or begins_other(tokens, at):
        return at
    return unknown_end(tokens, at)


def unknown_end(tokens: Sequence[Word], at: int) -> int:
    """Return the end of the capitalized words that can be an unknown name at `at`."""
    end = at
    while end < min(len(tokens), at + _LONGEST_UNKNOWN) and tokens[end].is_capital and tokens[end].is_letters:
        if tokens[end].is_abbreviation:
            break
        end += 1
    return end


def amount_end(tokens: Sequence[Word], at: int) -> int:
    """Return the end of an amount before a comma: 'xã Thạch An | 120 ha; Đông Khê 90 ha'; `at` if none is there."""
    if not tokens[at].text[0].isdigit():
        return at
    for end in range(at + 1, min(len(tokens) - 1, at + _LONGEST_AMOUNT + 1)):
        if tokens[end].text in (",", ";") and tokens[end].end < tokens[end + 1].start:
            return end
    return at
