"""Places and people's names within the name of an organ, and where a name begins behind it."""

from collections.abc import Sequence

from crawler.vietnamese.mentions.gazetteer import countries, names_alone, names_of_rank
from crawler.vietnamese.mentions.names import LONGEST, capitals_end, is_common, name_end, names_a_thing
from crawler.vietnamese.mentions.organ_words import can_be_place, heads, known_organs
from crawler.vietnamese.mentions.words import Word

VILLAGES = {"ấp", "thôn", "bản", "buôn", "làng", "khóm", "phố", "xóm", "khu"}


def over_unit(  # noqa: PLR0911 - one return a kind of place
    tokens: Sequence[Word], at: int, length: int
) -> tuple[int, bool]:
    """Step over a rank and the name of its place: 'xã Mỹ Đức', 'TP. Cần Thơ', 'tỉnh'."""
    place = at + length
    if place < len(tokens) and tokens[place].text == "." and tokens[at].key in ("tp", "tx", "tt"):
        place += 1
    if place >= len(tokens):
        return place - at, False
    rank = " ".join(word.key for word in tokens[at : at + length])
    known = names_of_rank(rank).at(tokens, place) if can_be_place(tokens[place]) else 0
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
        return after - at, name_follows(tokens, after) or _stranger_follows(tokens, after)
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


def over_capital(tokens: Sequence[Word], at: int) -> tuple[int, bool]:
    """Step over a word with a capital: a place, a name that names a thing, a part; not over who holds the office."""
    known = names_alone().at(tokens, at)
    if known and (countries().at(tokens, at) > 1 or not _is_name_rather(tokens, at, known)):
        return known, name_follows(tokens, at + known) or _foreigner_follows(tokens, at, known)
    local = 0 if name_end(tokens, at) == at + (n := names_of_rank(None).at(tokens, at)) else n
    if local > 1 and not _is_name_rather(tokens, at, local) and known_organs().at(tokens, at) < local:
        return local, name_follows(tokens, at + local)
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


def name_follows(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a person's name begins here."""
    return bool(name_end(tokens, at))


def _stranger_follows(tokens: Sequence[Word], at: int) -> bool:
    """Tell whether a name without a known surname follows a place: 'UBND xã Đường Hoa | Phùn Quay Sáng'."""
    if at >= len(tokens) or not tokens[at].is_capital or tokens[at].is_abbreviation:
        return False
    known = known_organs().at(tokens, at) or names_of_rank(None).at(tokens, at) or heads().at(tokens, at)
    return not known and 2 <= capitals_end(tokens, at) - at <= LONGEST


def _foreigner_follows(tokens: Sequence[Word], at: int, known: int) -> bool:
    after = at + known
    if countries().at(tokens, at) != known or (tokens[at].key, tokens[after - 1].key) == ("việt", "nam"):
        return False
    known = after < len(tokens) and (known_organs().at(tokens, after) or names_alone().at(tokens, after))
    return after < len(tokens) and tokens[after].is_capital and not known
