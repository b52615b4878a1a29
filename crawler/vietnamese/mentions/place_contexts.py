"""Words around a name of a place: what begins a longer name or another mention, and what says that units merged."""

import re
from collections.abc import Sequence

from crawler.vietnamese.mentions.names import is_common_surname, name_end
from crawler.vietnamese.mentions.organ_places import is_person_not_place
from crawler.vietnamese.mentions.organ_words import known_organs, opening_phrases
from crawler.vietnamese.mentions.place_ranks import rank_at
from crawler.vietnamese.mentions.words import Word, is_vietnamese

# What says that the units behind it are past: 'trước khi hợp nhất,', 'hợp nhất từ', 'trên cơ sở sáp nhập các xã',
# 'sáp nhập ba tỉnh'; but after 'sau sáp nhập' stands what came of it.
_SEVERAL = r"các|hai|ba|bốn|năm|sáu|\d+"
_MERGER = "(?:sáp nhập|hợp nhất)"
_BEFORE_MERGED = re.compile(
    rf"(?:trước (?:khi )?{_MERGER} ,|{_MERGER} từ|(?:từ|cơ sở)(?: việc| sự)? {_MERGER}|trên cơ sở"
    rf"|(?<!sau )(?<!khi ){_MERGER}(?= (?:{_SEVERAL})\b))"
    rf"(?: (?:{_SEVERAL}|toàn bộ|diện tích|tự nhiên|dân số|,|và|tỉnh|thành phố|xã|phường|thị trấn|huyện))*"
)
_MERGED_BEHIND = {("hợp", "nhất"), ("sáp", "nhập")}  # 'Long An và Tây Ninh | hợp nhất'
_LONGEST_BEFORE_MERGED = 14  # words of 'trên cơ sở sáp nhập toàn bộ diện tích tự nhiên, dân số các'


def name_goes_on(tokens: Sequence[Word], start: int, end: int, *, after_organ: bool = False) -> bool:
    """Return True if the words [start, end) are only the beginning of a longer name.

    'phường Long Hưng | Đông', 'chiến thắng Điện Biên | Phủ', 'xã Đinh Văn | Nơi'; but not 'xã Mỹ Đức | Lê Văn Tám' and
    'tỉnh An Giang | Chủ tịch', where a person, an office or an organ begins. `after_organ`: the unit is that of an
    organ, behind which a person of any surname can stand: 'Đảng ủy xã Đăk Hà | Hà Tiến'.
    """
    if _begins_foreign_name(tokens, end):
        return False
    if is_person_not_place(tokens, start, end - start):
        return True
    if end >= len(tokens) or not (tokens[end].is_capital and tokens[end].is_letters):
        return False
    if tokens[end].is_abbreviation:
        return False  # 'xã Mỹ Đức UBND …'; in a headline in capitals nobody can tell
    # 'P14 | Q10': the next place
    is_person = name_end(tokens, end) if after_organ else _begins_person(tokens, end)
    return not (is_person or begins_other(tokens, end) or rank_at(tokens, end))


def follows_organ(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the unit at `at` is that of a known organ: 'UBND | xã', 'Công an | phường'."""
    return any(known_organs().length_at(tokens, first) >= at - first for first in range(max(0, at - 4), at))


def _begins_foreign_name(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a foreigner's or a highlander's name begins: 'Đà Nẵng | Mori Takero', 'Krông Búk | Y Thanh'."""
    if at >= len(tokens) or not (tokens[at].is_capital and tokens[at].is_letters) or tokens[at].is_abbreviation:
        return False
    if tokens[at].text == "Y":
        return at + 1 < len(tokens) and tokens[at + 1].is_capital
    return len(tokens[at].text) > 1 and not is_vietnamese(tokens[at].key) and is_vietnamese(tokens[at - 1].key)


def _begins_person(tokens: Sequence[Word], at: int) -> bool:
    person = name_end(tokens, at)
    return bool(person) and (is_common_surname(tokens[at]) or person - at > 2)


def begins_other(tokens: Sequence[Word], at: int) -> bool:
    """Return True if an organ, an office or a form of address begins at word `at`."""
    return bool(known_organs().length_at(tokens, at) or opening_phrases().length_at(tokens, at))


def are_merged_behind(tokens: Sequence[Word], end: int) -> bool:
    """Return True if the text says just behind places that they merged: 'Long An và Tây Ninh | hợp nhất'."""
    return tuple(word.key for word in tokens[end : end + 2]) in _MERGED_BEHIND


def is_merged(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the place at word `at` became part of another by a merger: 'hợp nhất từ | Hà Nam'."""
    before = " ".join(word.key for word in tokens[max(0, at - _LONGEST_BEFORE_MERGED) : at])
    return any(match.end() == len(before) for match in _BEFORE_MERGED.finditer(before))


def is_marked_former(tokens: Sequence[Word], end: int) -> bool:
    """Return True if the text says that the place before `end` is past: '(cũ)', 'trước đây', ', nay là …'."""
    after = [word.key for word in tokens[end : end + 4]]
    if after[:1] in (["("], [","]):
        after = after[1:]
    if after[:3] in (["trước", "đây", "thuộc"], ["trước", "đây", "là"]):
        return False  # 'phường An Khê (trước đây thuộc quận Thanh Khê)': a place of today
    return after[:1] == ["cũ"] or after[:2] in (["trước", "đây"], ["nay", "là"], ["nay", "thuộc"], ["trước", "sáp"])
