"""Holders of offices: which office and name belong together, by the commas, dashes, brackets and lists of a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.vietnamese.mentions.gazetteer import names_of_rank, names_without_rank
from crawler.vietnamese.mentions.names import Name, is_common_surname
from crawler.vietnamese.mentions.offices import Office
from crawler.vietnamese.mentions.words import PARAGRAPH_END, Word

DASHES = ("-", "–", "—")
_OFFICE_JOINTS = (",", *DASHES, "kiêm", "/")
_WORDS_IN_ROW = (*_OFFICE_JOINTS, "đồng", "thời", "là", "làm")
_LONGEST_NOTICE = 120  # items between a dead person's name and the last office: birth, home, medals
_LONGEST_ROW = 300  # items of a sentence that lists names
_LONGEST_ASIDE = 8  # items of '(SN 1970, trú xã …)' between a name and the office
_ARTISTS = {"nghệ", "nsnd", "nsưt", "ca", "đạo", "diễn"}
_SHARED_OFFICE_WORDS = {"phó", "ủy", "thứ"}  # first words of offices that several people hold
_SPEAKS_FOR = {"mặt", "lệnh"}  # thay mặt, thừa lệnh
_AGE = re.compile(r"[\s,(]*(?:(?:sn|sinh năm|sinh ngày|sinh)\s*:?\s*[\d/.-]+|\d{2}\s+tuổi)[\s,;)]*", re.I)
_ASIDE = re.compile(r"^\s*(?:\([^()]{1,120}\)\s*)+(?=[,–—-])")  # '(sinh năm 1964, trú tại phường Tân Bình)'
# 'được điều động, bổ nhiệm giữ chức', 'chỉ định tham gia Ban Chấp hành và giữ chức', 'tái đắc cử chức'
_APPOINTED = "bầu lại|bầu|bổ nhiệm lại|bổ nhiệm|cử|điều động|luân chuyển|phân công|chỉ định|giao|tín nhiệm"
_BECOMES = re.compile(
    r"[\s,]*(?:(?:tiếp tục|đồng thời|kiêm|hiện nay|nay|hiện|vừa|mới|đã|sẽ)\s+)*"
    rf"(?:được\s+)?(?:(?:{_APPOINTED})(?:\s*,\s*|\s+(?:và\s+)?))*"
    r"(?:là|(?:về |sang )?làm|giữ|(?:giữ|đảm nhiệm|đảm nhận)(?: các)? chức(?: vụ| danh)?|"
    r"(?:tái đắc cử|đắc cử|tái cử)(?: chức(?: vụ| danh)?)?|"
    r"(?:tham gia|vào|đến nhận|về nhận|sang)[^.;:]{2,80}?,?\s+(?:và\s+)?giữ chức(?: vụ| danh)?)\s+(?:các\s+)?",
    re.I,
)
_LINK_TO_NAME = re.compile(
    r"\s*(?:,?\s*(?:nhiệm kỳ|khóa|khoá)\s+[\w\s–-]{1,14}?)?,?\s*(?:đối với|cho|là)\s+",
    re.I,
)


@dataclass
class Item:
    """An office, a name, or a word or sign between them, at words [start, end).

    In this module `at`, `first` and `last` are indexes in the list of items.
    """

    start: int
    end: int
    office: Office | None = None
    name: Name | None = None
    key: str = ""  # of a word or sign
    has_office_before: bool = field(default=False)  # for a name that is already paired with an office before it


def office_holder_pairs(text: str, tokens: Sequence[Word], items: list[Item]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indexes in `items`: an office, and the name of the person who holds it."""
    at = 0
    while at < len(items):
        if items[at].office is None:
            at += 1
            continue
        row = _row_of_offices(items, at)
        yield from _public_pairs(text, tokens, items, row)
        at = row[-1] + 1


def _row_of_offices(items: list[Item], at: int) -> list[int]:
    """Return the offices in one row from `at` on: 'Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh'."""
    row = [at]
    while True:
        last = row[-1]
        following = last + 1
        while following < min(len(items), last + 5) and items[following].key in _WORDS_IN_ROW:
            following += 1
        if following >= len(items) or items[following].office is None:
            return row
        if _is_plural(items[following]) or _is_plural(items[last]):
            return row
        if items[following - 1].key == "làm" and not _is_public(items[following].office):  # '… Tỉnh ủy làm trưởng đoàn'
            return row
        row.append(following)


def _is_plural(item: Item) -> bool:
    return item.office is not None and item.office.is_plural


def _public_pairs(text: str, tokens: Sequence[Word], items: list[Item], row: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose office is public, by itself or by the other offices of its row."""
    kinds = {office.kind for at in row if (office := items[at].office) and office.is_public}
    public = [
        at for at in row if _is_public(items[at].office) or (kinds and _is_public_beside(items[at].office, kinds))
    ]
    yield from (pair for pair in _pairs_of_row(text, tokens, items, row) if pair[0] in public)


def _is_public(office: Office | None) -> bool:
    return office is not None and office.is_public


def _is_public_beside(office: Office | None, kinds: set[str]) -> bool:
    """Return True if an office that misses its organ is public in one row with public offices of these kinds.

    'Phó Bí thư Tỉnh ủy, Trưởng đoàn'; 'Phó Giám đốc, Thủ trưởng Cơ quan …', but not 'Giám đốc, Bí thư Chi bộ'.
    """
    if office is None or office.missing is None:
        return False
    return office.missing == "some" or bool(kinds & {"state", "army", "court"})


def _pairs_of_row(text: str, tokens: Sequence[Word], items: list[Item], row: list[int]) -> Iterator[tuple[int, int]]:
    """Yield each office of the row with the names before or after the row that hold it."""
    first, last = row[0], row[-1]
    before, after = _name_before(text, tokens, items, first), _name_after(items, last)
    if after is None and _is_plural(items[last]):
        after = _name_after_colon(items, last)
    if after is not None and before is not None:
        end = _organ_end_with_place(text, tokens, items, (before, first, last, after))
        office = items[last].office
        if end and office is not None:
            items[last].office = replace(office, end=end)
            after = None
    if after is not None:
        in_list = _is_plural(items[last])
        further = _further_names(items, after) if in_list else _names_sharing_office(tokens, items, last, after)
        names = [after, *further]
        offices = [at for at in row if at == last or not _is_held_by_another(tokens, items[at])]
        if before is not None and not items[before].has_office_before and len(row) > 1:
            offices = [last]
            yield from ((at, before) for at in row[:-1])
        for name in names:
            items[name].has_office_before = not (in_list and _has_office_behind_dash(items, name))
            yield from ((at, name) for at in offices)
        return
    linked = _name_after_link(text, tokens, items, last)
    if before is None and linked is None:
        before = _name_in_notice_of_death(items, first)
    if before is not None and not (items[before].has_office_before and linked is not None):
        names = [before, *_names_before(items, before)] if _is_plural(items[first]) else [before]
        yield from ((at, name) for name in names for at in row)
        return
    if linked is not None:
        items[linked].has_office_before = True
        yield from ((at, linked) for at in row)


def _organ_end_with_place(
    text: str, tokens: Sequence[Word], items: list[Item], around: tuple[int, int, int, int]
) -> int:
    """Return the end of the organ if what follows it is its place and not a person's name; otherwise 0.

    A place in 'ông A, Trưởng ấp | Kinh Đào Tây', a name in 'ông A, Chủ tịch UBND xã | Trần Văn B'. `around` are the
    indexes of a name, of the first and the last office of a row, and of what was read as a second name. The first
    person holds the offices if he has an honorific, and the second name is that of a place, or two syllables of which
    the first is not a common surname.
    """
    left, first, last, right = around
    holder, office, place = items[left].name, items[last].office, items[right].name
    if holder is None or office is None or place is None or place.has_honorific or office.end != place.start:
        return 0
    if not holder.has_honorific or items[left].has_office_before or first != left + 2:
        return 0
    length = place.end - place.start
    is_listed = names_of_rank(None).length_at(tokens, place.start) == length > 1
    if not is_listed and (length > 2 or is_common_surname(tokens[place.start])):
        return 0
    if not re.fullmatch(r"\s*[,–—-]\s*", _text_between(text, tokens, items[left], items[first])):
        return 0
    end = place.end
    if end + 1 < len(tokens) and tokens[end].text in DASHES:
        further = names_without_rank().length_at(tokens, end + 1)  # 'Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn'
        end += 1 + further if further else 0
    return end


def _text_between(text: str, tokens: Sequence[Word], left: Item, right: Item) -> str:
    return text[tokens[left.end - 1].end : tokens[right.start].start]


def _is_held_by_another(tokens: Sequence[Word], item: Item) -> bool:
    """Return True if an office of a row is not held by the person whose name follows the row.

    True in 'thừa ủy quyền của Chủ tịch nước, Bí thư Tỉnh ủy A', False in 'của Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy
    A': seats in the party go together with other offices, but 'của' before a head of state or of an agency means
    another person.
    """
    assert item.office is not None
    before = tokens[item.start - 1].key if item.start else ""
    seat = tokens[item.office.title_start].key in ("ủy", "bí", "tỉnh", "thành", "huyện", "uv", "uvbtv", "đảng")
    return before in ("của", "mặt") and not (seat or tokens[item.office.title_start + 1].key == "bí")


def _name_after(items: list[Item], last: int) -> int | None:
    """Return the name directly after the office or after a bracket: 'Vụ trưởng Vụ Pháp chế (Bộ Y tế) A'."""
    at = last + 1
    if at < len(items) and items[at].key == "(":
        closing = next((n for n in range(at, min(at + _LONGEST_ASIDE, len(items))) if items[n].key == ")"), at - 1)
        at = closing + 1
        if at + 1 < len(items) and items[at].key == "," and (name := items[at + 1].name) and name.has_honorific:
            at += 1  # 'Hiệu trưởng Trường THPT Trần Phú (phường Bình Minh), thầy A'
    return at if at < len(items) and items[at].name else None


def _name_after_colon(items: list[Item], last: int) -> int | None:
    at = last + 1
    while at < len(items) and at - last <= 3 and items[at].key in (":", *DASHES, "gồm", "là", ","):
        at += 1
    name = items[at].name if at < len(items) and at > last + 1 else None
    if name is None:
        return None
    # 'Thay mặt các đại biểu HĐND tỉnh, bà A phát biểu': she alone is not those
    is_other = items[at - 1].key == "," and name.has_honorific and not any(_further_names(items, at))
    return None if is_other else at


def _further_names(items: list[Item], first: int) -> Iterator[int]:
    """Yield the names after `first` in one list: 'các Phó Chủ tịch UBND tỉnh: A, B và C', 'A, Bí thư …; B, …'."""
    separator = ""
    for at in range(first + 1, min(len(items), first + _LONGEST_ROW)):
        if items[at].key in (".", PARAGRAPH_END) or (items[at].key == ";" and separator == ","):
            return  # a list with commas ends at a semicolon
        sign = items[at - 1].key
        is_next = items[at - 2].name or sign == ";" or _is_next_entry(items, at)
        if items[at].name and sign in (",", "và", ";") and is_next:
            separator = separator or ("," if sign == "và" else sign)
            yield at


def _has_office_behind_dash(items: list[Item], at: int) -> bool:
    return at + 2 < len(items) and items[at + 1].key in DASHES and items[at + 2].office is not None


def _is_next_entry(items: list[Item], at: int) -> bool:
    """Return True if a name with its own office follows one with its own: 'A - Chánh Văn phòng và | B - Giám đốc'."""
    if items[at - 2].office is None:
        return False
    is_behind_comma = items[at - 1].key == "và" and at + 2 < len(items) and items[at + 1].key == ","
    return _has_office_behind_dash(items, at) or (is_behind_comma and items[at + 2].office is not None)


def _names_sharing_office(tokens: Sequence[Word], items: list[Item], last: int, first: int) -> list[int]:
    """Return the names after `first` that share an office of several holders: 'Phó Chủ tịch UBND tỉnh A, B; …'."""
    office = items[last].office
    if office is None or tokens[office.title_start].key not in _SHARED_OFFICE_WORDS:
        return []
    names, at = [], first + 1
    while at + 1 < len(items) and items[at].key in (",", "và") and _is_name_without_honorific(items[at + 1]):
        names.append(at + 1)
        at += 2
    last_has_other_office = at + 1 < len(items) and items[at].key in (",", "(", *DASHES) and items[at + 1].office
    return names[:-1] if last_has_other_office else names


def _is_name_without_honorific(item: Item) -> bool:
    return item.name is not None and not item.name.has_honorific


def _names_before(items: list[Item], last: int) -> Iterator[int]:
    """Yield the names before `last` in one list: 'A, B và C, các Phó Chủ tịch HĐND tỉnh'."""
    at = last
    while at >= 2 and items[at - 1].key in (",", "và", ";"):
        if not items[at - 2].name or items[at - 2].has_office_before:
            return
        at -= 2
        yield at


def _name_before(text: str, tokens: Sequence[Word], items: list[Item], first: int) -> int | None:
    """Return the name before the row to which its offices belong: 'ông A (SN 1970), nguyên Chủ tịch UBND xã'."""
    limit = max(-1, first - 3 * _LONGEST_ASIDE)
    for at in range(first - 1, limit, -1):
        item = items[at]
        if item.key == PARAGRAPH_END:
            return None
        if not (item.office or item.name):
            continue
        between = _text_between(text, tokens, item, items[first])
        becomes = _BECOMES.fullmatch(between)
        if item.office:  # 'bà A, Phó Giám đốc Sở Y tế, giữ chức vụ Giám đốc …'
            return _name_before(text, tokens, items, _first_office_of_row(items, at)) if becomes else None
        return at if becomes or _is_apposition(between) else None
    return None


def _name_in_notice_of_death(items: list[Item], first: int) -> int | None:
    """Return the name far before a past office in one sentence: 'báo tin: đồng chí A, sinh năm 1931 …; | nguyên …'."""
    office = items[first].office
    if office is None or office.former != "nguyên":
        return None
    for at in range(first - 1, max(-1, first - _LONGEST_NOTICE), -1):
        if items[at].key in (".", PARAGRAPH_END):
            return None
        if items[at].name and any(item.key == "tin" for item in items[max(0, at - 3) : at]):
            return at
    return None


def _first_office_of_row(items: list[Item], last: int) -> int:
    at = last
    while at > 1 and items[at - 1].key in _OFFICE_JOINTS and items[at - 2].office:
        at -= 2
    return at


def _is_apposition(between: str) -> bool:
    """Return True if the text between a name and an office joins them: a comma, a dash, a bracket, an age."""
    bare = _AGE.sub(",", _ASIDE.sub("", between)).strip()
    bare = _ASIDE.sub("", bare)
    return bool(
        re.fullmatch(
            r",|[-–—]|\(|,?\s*\(|:|[,–—-]\s*(?:hiện là|hiện|là|các|đều là|tân|hiện giữ chức)|[,(–-]\s*các|\s*\(?,", bare
        )
    )


def _name_after_link(text: str, tokens: Sequence[Word], items: list[Item], last: int) -> int | None:
    """Return the name after the row and a link: ', đồng chí', ' là ông', 'đối với bà', ' - '."""
    for at in range(last + 1, min(len(items), last + 10)):
        item = items[at]
        if item.office or item.key in (".", PARAGRAPH_END, ";"):
            return None
        if item.name:
            between = _text_between(text, tokens, items[last], item)
            if re.fullmatch(r"\s*[-–—:]\s*", between):
                return at
            # 'quyết định của Bộ trưởng … cho Thượng tá A', '…, ông A được bổ nhiệm'
            word_before = tokens[items[last].start - 1].key if items[last].start else ""
            if word_before == "của" or not item.name.has_honorific:
                return None
            if word_before in _SPEAKS_FOR or _is_plural(items[last]):
                return None  # 'Thay mặt các đại biểu HĐND tỉnh, bà A', 'Thừa lệnh Chủ tịch UBND tỉnh, ông A'
            # '… vào vai Bí thư Đảng ủy, nghệ sĩ A vào vai …'
            is_artist = tokens[item.name.honorific_start].key in _ARTISTS
            after_comma = re.fullmatch(r",\s*", between) and not is_artist
            return at if after_comma or _LINK_TO_NAME.fullmatch(between) else None
    return None
