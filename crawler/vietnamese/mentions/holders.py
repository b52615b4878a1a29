"""Who holds which office: the pairs of office and name that commas, dashes, brackets and lists bind in a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.vietnamese.mentions.gazetteer import names_alone, names_of_rank
from crawler.vietnamese.mentions.names import Name, is_common
from crawler.vietnamese.mentions.offices import Office
from crawler.vietnamese.mentions.words import PARAGRAPH_END, Word

DASHES = ("-", "–", "—")
_JOINS = (",", *DASHES, "kiêm", "/")
_LONGEST_ROW = 300  # words of a sentence that lists names
_LONGEST_ASIDE = 8  # words of '(SN 1970, trú xã …)' between a name and the office
_ARTISTS = {"nghệ", "nsnd", "nsưt", "ca", "đạo", "diễn"}
_SEVERAL_HOLD = {"phó", "ủy", "thứ"}
_AGE = re.compile(r"[\s,(]*(?:(?:sn|sinh năm|sinh ngày|sinh)\s*:?\s*[\d/.-]+|\d{2}\s+tuổi)[\s,;)]*", re.I)
# 'được điều động, bổ nhiệm giữ chức', 'chỉ định tham gia Ban Chấp hành và giữ chức', 'tái đắc cử chức'
_APPOINTED = "bầu lại|bầu|bổ nhiệm lại|bổ nhiệm|cử|điều động|luân chuyển|phân công|chỉ định|giao|tín nhiệm"
_BECOMES = re.compile(
    r"[\s,]*(?:(?:tiếp tục|đồng thời|kiêm|hiện nay|nay|hiện|vừa|mới|đã|sẽ)\s+)*"
    rf"(?:được\s+)?(?:(?:{_APPOINTED})(?:\s*,\s*|\s+(?:và\s+)?))*"
    r"(?:là|làm|giữ|(?:giữ|đảm nhiệm|đảm nhận)(?: các)? chức(?: vụ| danh)?|"
    r"(?:tái đắc cử|đắc cử|tái cử)(?: chức(?: vụ| danh)?)?|"
    r"(?:tham gia|vào|đến nhận|về nhận|sang)[^.;:]{2,80}?,?\s+(?:và\s+)?giữ chức(?: vụ| danh)?)\s+(?:các\s+)?",
    re.I,
)
_HANDED = re.compile(
    r"\s*(?:,?\s*(?:nhiệm kỳ|khóa|khoá)\s+[\w\s–-]{1,14}?)?,?\s*(?:đối với|cho|là)\s+",
    re.I,
)


@dataclass
class Item:
    """One step of the walk: an office, a name, or a word or sign between them."""

    start: int
    end: int
    office: Office | None = None
    name: Name | None = None
    key: str = ""
    led: bool = field(default=False)  # a name with its office before it


def pairs(text: str, tokens: Sequence[Word], items: list[Item]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places in `items`: an office, and the name of who holds it."""
    at = 0
    while at < len(items):
        if items[at].office is None:
            at += 1
            continue
        chain = _chain(items, at)
        yield from _of_chain(text, tokens, items, chain)
        at = chain[-1] + 1


def _chain(items: list[Item], at: int) -> list[int]:
    """Return the places of offices that stand in one row: 'Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh'."""
    chain = [at]
    while True:
        nxt = chain[-1] + 1
        while nxt < len(items) and items[nxt].key in (*_JOINS, "đồng", "thời", "là", "làm") and nxt - chain[-1] <= 4:
            nxt += 1
        if nxt >= len(items) or items[nxt].office is None or (nxt == chain[-1] + 1 and not _glued(items, nxt)):
            return chain
        if _is_plural(items[nxt]) or _is_plural(items[chain[-1]]):
            return chain
        if items[nxt - 1].key == "làm" and not _holds(items[nxt].office):  # '… Tỉnh ủy làm trưởng đoàn'
            return chain
        chain.append(nxt)


def _glued(items: list[Item], at: int) -> bool:
    return items[at - 1].office is not None


def _is_plural(item: Item) -> bool:
    return item.office is not None and item.office.plural


def _of_chain(text: str, tokens: Sequence[Word], items: list[Item], chain: list[int]) -> Iterator[tuple[int, int]]:
    kinds = {office.kind for n in chain if (office := items[n].office) and office.counts}
    counting = [n for n in chain if _holds(items[n].office) or (kinds and _holds_beside(items[n].office, kinds))]
    yield from ((o, n) for o, n in _holders(text, tokens, items, chain) if o in counting)


def _holds(office: Office | None) -> bool:
    return office is not None and office.counts


def _holds_beside(office: Office | None, kinds: set[str]) -> bool:
    """Tell whether an office that says little by itself counts beside those of these kinds.

    'Phó Bí thư Tỉnh ủy, Trưởng đoàn'; 'Phó Giám đốc, Thủ trưởng Cơ quan …', but not 'Giám đốc, Bí thư Chi bộ'.
    """
    if office is None or office.alone is None:
        return False
    return office.alone == "some" or bool(kinds & {"state", "army", "court"})


def _holders(text: str, tokens: Sequence[Word], items: list[Item], chain: list[int]) -> Iterator[tuple[int, int]]:
    left, right = _left(text, tokens, items, chain[0]), _right(items, chain[-1])
    if _is_plural(items[chain[-1]]) and right is None:
        right = _past_colon(items, chain[-1])
    if right is not None and left is not None and (end := _place_end(text, tokens, items, (left, chain[-1], right))):
        office = items[chain[-1]].office
        assert office is not None
        items[chain[-1]].office = replace(office, end=end)
        right = None
    if right is not None:
        items[right].led = True
        further = _further(items, right) if _is_plural(items[chain[-1]]) else _sharing(tokens, items, chain[-1], right)
        many = [right, *further]
        own = [n for n in chain if n == chain[-1] or not _is_anothers(tokens, items[n])]
        if left is not None and not items[left].led and len(chain) > 1:
            own = chain[-1:]
            yield from ((office, left) for office in chain[:-1])
        for name in many:
            items[name].led = True
            yield from ((office, name) for office in own)
        return
    handed = _handed(text, tokens, items, chain[-1])
    if left is not None and not (items[left].led and handed is not None):
        names = [left, *_earlier(items, left)] if _is_plural(items[chain[0]]) else [left]
        yield from ((office, name) for name in names for office in chain)
        return
    if handed is not None:
        items[handed].led = True
        yield from ((office, handed) for office in chain)


def _place_end(text: str, tokens: Sequence[Word], items: list[Item], places: tuple[int, int, int]) -> int:
    """Return where the organ ends if what stands behind it is its place and no name; 0 where it is a name.

    'ông A, Trưởng ấp | Kinh Đào Tây', not 'ông A, Chủ tịch UBND xã | Trần Văn B'. `places` are those of a name, the
    office and a name. Who is addressed and stands before the office holds it, if a place's name, or two syllables of
    which the first is no common surname, are all behind it that could be a name.
    """
    left, office, right = places
    before, head, after = items[left].name, items[office].office, items[right].name
    if before is None or head is None or after is None or after.is_addressed or head.end != after.start:
        return 0
    if not before.is_addressed or items[left].led or office != left + 2:
        return 0
    length = after.end - after.start
    known = names_of_rank(None).at(tokens, after.start) == length > 1
    if not known and (length > 2 or is_common(tokens[after.start])):
        return 0
    if not re.fullmatch(r"\s*[,–—-]\s*", text[tokens[items[left].end - 1].end : tokens[items[office].start].start]):
        return 0
    end = after.end
    if end + 1 < len(tokens) and tokens[end].text in DASHES:
        further = names_alone().at(tokens, end + 1)  # 'Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn'
        end += 1 + further if further else 0
    return end


def _is_anothers(tokens: Sequence[Word], item: Item) -> bool:
    """Tell 'thừa ủy quyền của Chủ tịch nước, Bí thư Tỉnh ủy A' from 'của Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy A'.

    Seats in the party go together with other offices; 'của' before a head of state or agency says that he is another.
    """
    assert item.office is not None
    before = tokens[item.start - 1].key if item.start else ""
    seat = tokens[item.office.title_start].key in ("ủy", "bí", "tỉnh", "thành", "huyện", "uv", "uvbtv", "đảng")
    return before in ("của", "mặt") and not (seat or tokens[item.office.title_start + 1].key == "bí")


def _right(items: list[Item], last: int) -> int | None:
    """Return the name that follows the office at once, or behind a bracket: 'Vụ trưởng Vụ Pháp chế (Bộ Y tế) A'."""
    at = last + 1
    if at < len(items) and items[at].key == "(":
        closing = next((n for n in range(at, min(at + _LONGEST_ASIDE, len(items))) if items[n].key == ")"), at - 1)
        at = closing + 1
        if at + 1 < len(items) and items[at].key == "," and (named := items[at + 1].name) and named.is_addressed:
            at += 1  # 'Hiệu trưởng Trường THPT Trần Phú (phường Bình Minh), thầy A'
    return at if at < len(items) and items[at].name else None


def _past_colon(items: list[Item], last: int) -> int | None:
    at = last + 1
    while at < len(items) and at - last <= 3 and items[at].key in (":", *DASHES, "gồm", "là", ","):
        at += 1
    return at if at < len(items) and items[at].name and at > last + 1 else None


def _further(items: list[Item], first: int) -> Iterator[int]:
    """Yield the names that go on the row of names: 'các Phó Chủ tịch UBND tỉnh: A, B và C', 'A, Bí thư …; B, …'."""
    parted_by = ""
    for at in range(first + 1, min(len(items), first + _LONGEST_ROW)):
        if items[at].key in (".", PARAGRAPH_END) or (items[at].key == ";" and parted_by == ","):
            return  # a row parted by commas ends at a semicolon
        sign = items[at - 1].key
        if items[at].name and sign in (",", "và", ";") and (items[at - 2].name or sign == ";"):
            parted_by = parted_by or ("," if sign == "và" else sign)
            yield at


def _sharing(tokens: Sequence[Word], items: list[Item], office: int, first: int) -> list[int]:
    """Return the names that share an office that several hold: 'Phó Chủ tịch UBND tỉnh A, B; Giám đốc …'."""
    head = items[office].office
    if head is None or tokens[head.title_start].key not in _SEVERAL_HOLD:
        return []
    found, at = [], first + 1
    while at + 1 < len(items) and items[at].key in (",", "và") and _is_plain_name(items[at + 1]):
        found.append(at + 1)
        at += 2
    has_own = at + 1 < len(items) and items[at].key in (",", "(", *DASHES) and items[at + 1].office
    return found[:-1] if has_own else found


def _is_plain_name(item: Item) -> bool:
    return item.name is not None and not item.name.is_addressed


def _earlier(items: list[Item], last: int) -> Iterator[int]:
    """Yield the names before, in one row with this one: 'A, B và C, các Phó Chủ tịch HĐND tỉnh'."""
    at = last
    while at - 2 >= 0 and items[at - 1].key in (",", "và", ";") and items[at - 2].name and not items[at - 2].led:
        at -= 2
        yield at


def _left(text: str, tokens: Sequence[Word], items: list[Item], first: int) -> int | None:
    """Return the name to which the offices are an apposition: 'ông A (SN 1970), nguyên Chủ tịch UBND xã'."""
    limit = max(-1, first - 3 * _LONGEST_ASIDE)
    for at in range(first - 1, limit, -1):
        item = items[at]
        if item.key == PARAGRAPH_END:
            return None
        if item.office:  # 'bà A, Phó Giám đốc Sở Y tế, giữ chức vụ Giám đốc …'
            between = text[tokens[item.end - 1].end : tokens[items[first].start].start]
            return _left(text, tokens, items, _opening(items, at)) if _BECOMES.fullmatch(between) else None
        if item.name:
            between = text[tokens[item.end - 1].end : tokens[items[first].start].start]
            return at if _is_apposition(between) or _BECOMES.fullmatch(between) else None
    return None


def _opening(items: list[Item], at: int) -> int:
    """Return the place of the first office of the row that ends here."""
    while at > 1 and items[at - 1].key in _JOINS and items[at - 2].office:
        at -= 2
    return at


def _is_apposition(between: str) -> bool:
    """Tell whether what stands between a name and an office binds them: a comma, a dash, a bracket, an age."""
    bare = _AGE.sub(",", between).strip()
    bare = re.sub(r"^(?:\([^()]{1,60}\))+\s*(?=[,–—-])", "", bare)
    return bool(
        re.fullmatch(
            r",|[-–—]|\(|,?\s*\(|:|[,–—-]\s*(?:hiện là|hiện|là|các|đều là|tân|hiện giữ chức)|[,(–-]\s*các|\s*\(?,", bare
        )
    )


def _handed(text: str, tokens: Sequence[Word], items: list[Item], last: int) -> int | None:
    """Return the name behind ', đồng chí', ' là ông', 'đối với bà', ' - '."""
    for at in range(last + 1, min(len(items), last + 10)):
        item = items[at]
        if item.office or item.key in (".", PARAGRAPH_END, ";"):
            return None
        if item.name:
            between = text[tokens[items[last].end - 1].end : tokens[item.start].start]
            dashed = re.fullmatch(r"\s*[-–—:]\s*", between)
            of = (
                tokens[items[last].start - 1].key if items[last].start else ""
            ) == "của"  # 'quyết định của Bộ trưởng … cho Thượng tá A', '…, ông A được bổ nhiệm'
            artist = tokens[item.name.opening].key in _ARTISTS  # '… vào vai Bí thư Đảng ủy, nghệ sĩ A vào vai …'
            comma = re.fullmatch(r",\s*", between) and item.name.is_addressed and not (of or artist)
            handed = item.name.is_addressed and not of and _HANDED.fullmatch(between)
            return at if dashed or comma or handed else None
    return None
