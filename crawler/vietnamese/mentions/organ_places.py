"""Places and people's names within an organ's name, and whether a person's name begins after it."""

from collections.abc import Sequence

from crawler.vietnamese.mentions.gazetteer import countries, names_of_rank, names_without_rank
from crawler.vietnamese.mentions.names import (
    LONGEST_NAME,
    capitals_end,
    is_common_surname,
    is_name_of_thing,
    name_at,
    name_end,
)
from crawler.vietnamese.mentions.organ_words import Step, can_begin_place, known_organs, opening_phrases
from crawler.vietnamese.mentions.words import Word

VILLAGES = {"ấp", "thôn", "bản", "buôn", "làng", "khóm", "phố", "xóm", "khu"}


def step_over_unit(tokens: Sequence[Word], at: int, length: int) -> Step:  # noqa: PLR0911 - one return a kind of place
    """Step over a rank of `length` words at `at` and the name of its place: 'xã Mỹ Đức', 'TP. Cần Thơ', 'tỉnh'."""
    place = at + length
    if place < len(tokens) and tokens[place].text == "." and tokens[at].key in ("tp", "tx", "tt"):
        place += 1
    if place >= len(tokens):
        return place - at, False
    if tokens[place].key != "cô" and begins_name_with_honorific(tokens, place):
        return place - at, True  # 'Bộ CHQS tỉnh | Thượng tá Đỗ Minh B', but 'đặc khu | Cô Tô'
    rank = " ".join(word.key for word in tokens[at : at + length])
    known = names_of_rank(rank).length_at(tokens, place) if can_begin_place(tokens[place]) else 0  # words
    if known == 1 and tokens[place].is_letters and _continues_in_capitals(tokens, place + 1):
        known = 0  # 'ấp Ba Biển', where a ward has the name Ba
    if known and not is_person_not_place(tokens, place, known):
        after = place + known
        suffix = tokens[after].text if after < len(tokens) else ""
        if tokens[at].key in VILLAGES and suffix.isalnum() and len(suffix) == 1:
            after += 1  # ấp Bình Long 2, thôn Tân Lập B
        return after - at, begins_name(tokens, after) or _begins_name_without_surname(tokens, after)
    if not known and tokens[place].text[0].isdigit():
        return place + 1 - at, False
    if end := name_end(tokens, place):
        later = 0 if is_common_surname(tokens[place]) else _name_start_in_capitals(tokens, place + 2, end)
        if later and is_common_surname(tokens[later]):  # 'thôn Văn Quỹ | Nguyễn Thanh Hùng'
            return later - at, True
        return place - at, True
    if tokens[place].is_capital and tokens[place].is_letters and not tokens[place].is_abbreviation:
        return _step_over_unknown_place(tokens, at, place)
    return place - at, False


def _continues_in_capitals(tokens: Sequence[Word], at: int) -> bool:
    word = tokens[at] if at < len(tokens) else None
    if word is None or not (word.is_capital and word.is_letters) or word.is_abbreviation:
        return False
    return not (name_end(tokens, at) or known_organs().length_at(tokens, at))


def _step_over_unknown_place(tokens: Sequence[Word], at: int, place: int) -> Step:
    """Step over an unlisted place (a hamlet), as far as a person's name or the end of the capitalized words."""
    end = capitals_end(tokens, place)
    if name_start := _name_start_in_capitals(tokens, place + 1, end):
        return name_start - at, True
    if end - place > 3 and not known_organs().length_at(tokens, place + 2):  # 'thôn Lũng Cẩm | Mua Mí Sính'
        return place + 2 - at, True
    return min(end, place + 4) - at, False


def step_over_capital(tokens: Sequence[Word], at: int) -> Step:
    """Step over a place, an eponym or a part of the organ's name that begins with a capital.

    (0, True) if the name of the person who holds the office begins at `at`.
    """
    known = names_without_rank().length_at(tokens, at)
    local = names_of_rank(None).length_at(tokens, at)
    if known < local and countries().length_at(tokens, at) == known:
        known = 0  # 'Bệnh viện Đa khoa Đức Giang': Germany is no place in it
    if known and (countries().length_at(tokens, at) > 1 or not is_person_not_place(tokens, at, known)):
        return known, begins_name(tokens, at + known) or _foreign_name_follows(tokens, at, known)
    if name_end(tokens, at) == at + local and not _is_district(tokens, at, local):
        local = 0
    if local > 1 and not is_person_not_place(tokens, at, local) and known_organs().length_at(tokens, at) < local:
        return local, begins_name(tokens, at + local)
    if is_name_of_thing(tokens, at):
        return _step_over_eponym(tokens, at)
    if (end := name_end(tokens, at)) and at + known_organs().length_at(tokens, at) != end:  # 'Hội thánh Cao Đài'
        return 0, True
    return 1, False


def _is_district(tokens: Sequence[Word], at: int, length: int) -> bool:
    """Return True if the words are a district's name, and less likely a person's: 'Trung tâm Y tế Hà Trung'."""
    return length == 2 and any(names_of_rank(rank).length_at(tokens, at) == length for rank in ("huyện", "thị xã"))


def _step_over_eponym(tokens: Sequence[Word], at: int) -> Step:
    """Step over a person's name after which a school or hospital is named: 'THPT Trần Phú | Lê Văn B'."""
    end = capitals_end(tokens, at)
    if name_start := _name_start_in_capitals(tokens, at + 2, end):
        return name_start - at, True
    return max(1, end - at), False


def _name_start_in_capitals(tokens: Sequence[Word], first: int, end: int) -> int:
    """Return the start of a person's name that ends at `end`, one with a common surname first; 0 if there is none."""
    starts = [at for at in range(first, end - 1) if name_end(tokens, at) == end]
    return next((at for at in starts if is_common_surname(tokens[at])), starts[0] if starts else 0)


def is_person_not_place(tokens: Sequence[Word], place: int, known: int) -> bool:
    """Return True if a person's name begins with the `known` words of a place's name.

    True for 'xã | Đinh Văn Nơi', False for 'xã | Đinh Văn'.
    """
    after = place + known
    end = name_end(tokens, place)
    if not end > after:
        return False
    # 'Hồ' is a town and 'Văn' a surname, but 'tỉnh | Hồ Văn Mừng' has one person's name and no town.
    return not name_end(tokens, after) or (known == 1 and end - after < 3) or tokens[after].key in ("văn", "thị")


def begins_name_with_honorific(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a name with an honorific begins at `at`: 'Trại giam số 2 | Đại tá Lê Văn A'."""
    name = name_at(tokens, at)
    return name is not None and name.has_honorific and name_end(tokens, name.start) > 0


def begins_name(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a person's name with a known surname begins at `at`."""
    return bool(name_end(tokens, at))


def _begins_name_without_surname(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a person's name without a known surname begins after a place: 'xã Đường Hoa | Phùn Quay Sáng'."""
    if at >= len(tokens) or not tokens[at].is_capital or tokens[at].is_abbreviation:
        return False
    if any(phrases.length_at(tokens, at) for phrases in (known_organs(), names_of_rank(None), opening_phrases())):
        return False
    return 2 <= capitals_end(tokens, at) - at <= LONGEST_NAME


def _foreign_name_follows(tokens: Sequence[Word], at: int, length: int) -> bool:
    """Return True if the place of `length` words at `at` is a foreign country and a name can begin after it."""
    after = at + length
    if countries().length_at(tokens, at) != length or (tokens[at].key, tokens[after - 1].key) == ("việt", "nam"):
        return False
    if after >= len(tokens) or not tokens[after].is_capital:
        return False
    return not (known_organs().length_at(tokens, after) or names_without_rank().length_at(tokens, after))
