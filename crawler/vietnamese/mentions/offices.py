"""Offices with their organs: 'nguyên Phó Chủ tịch Thường trực UBND tỉnh An Giang'."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from crawler.vietnamese.mentions.gazetteer import countries
from crawler.vietnamese.mentions.organ_places import VILLAGES
from crawler.vietnamese.mentions.organ_words import known_organs, rank_length, starts_organ
from crawler.vietnamese.mentions.organs import Organ, ends_abroad, is_private, organ_at, place_after_rank
from crawler.vietnamese.mentions.words import VIETNAMESE_SYLLABLE, Phrases, Word, keys, lexicon, word_set

# Which organ an office must have after it to be a public one: none, any that is not private, or a known public one.
OrganNeed = Literal["none", "some", "public"]
_FORMER_WORDS = {"nguyên", "cựu", "cố"}
# Words after which a title is not an office: 'Lăng Chủ tịch Hồ Chí Minh' is a place.
_NO_OFFICE_AFTER = {"lăng", "tàng", "phủ", "niệm", "thờ", "đài", "tượng", "thư"}
_PLURAL_WORDS = {"các", "hai", "ba", "bốn", "những", "2", "3", "4", "đều"}
# Offices in a part of an organ: the part belongs to the title, and the organ is the one above the part.
_OF_A_PART = {"trưởng ban", "phó ban", "phó trưởng ban", "trưởng công an", "phó trưởng công an", "phó công an"}
_PARTS = {"phòng", "khoa", "môn", "đội", "trạm", "tổ", "hạt"}
# First words of institutions that have departments.
_INSTITUTIONS = word_set(
    "bệnh trung trường viện đại đài học ubnd chi cục ban văn kho bhxh bvđk phòng công đồn trại hải"
)
_COMMANDS_ABOVE_TROOPS = Phrases(
    [
        "Tiểu đoàn",
        "Trung đoàn",
        "Lữ đoàn",
        "Sư đoàn",
        "Quân khu",
        "Quân đoàn",
        "Quân chủng",
        "Binh chủng",
        "Vùng",
        "Bộ CHQS",
        "Bộ Chỉ huy Quân sự",
        "Bộ Tư lệnh",
    ]
)
_HEADS_OF_SERVICES = {"trưởng", "phó trưởng"}
_FOREIGN_OFFICES = {
    "chủ tịch thượng viện",
    "chủ tịch hạ viện",
    "tổng thống",
    "phó tổng thống",
    "quốc vương",
    "nhà vua",
    "hoàng thái tử",
    "ngoại trưởng",
}
_MINISTERS = {"thủ tướng", "phó thủ tướng", "bộ trưởng", "thứ trưởng", "quốc vụ khanh"}
_ENVOYS = {"đại sứ", "phó đại sứ", "tổng lãnh sự", "phó tổng lãnh sự", "lãnh sự", "đại biện", "đại biện lâm thời"}


@dataclass(frozen=True)
class Office:
    """An office at words [start, end): its title at [title_start, title_end), and after it its organ (may be empty).

    `former` is the word before the title that says the office is past ('nguyên'), `before_name` True if a person's
    name begins at `end`.
    """

    start: int
    title_start: int
    title_end: int
    end: int
    kind: str
    former: str | None
    is_plural: bool
    is_public: bool
    missing: OrganNeed | None  # the organ that it needs to be public and does not have
    before_name: bool
    is_foreign: bool


def office_at(tokens: Sequence[Word], start: int) -> Office | None:
    """Return the office that begins at word `start`; None if there is none."""
    former = tokens[start].text if tokens[start].key in _FORMER_WORDS else None
    title_start = start + (former is not None)
    if title_start >= len(tokens):
        return None
    head = title_start + _acting_length(tokens, title_start)
    length = _titles().length_at(tokens, head)
    if not length or (title_start > 0 and tokens[title_start - 1].key in _NO_OFFICE_AFTER):
        return None
    if tokens[head].key == "vụ" and title_start > 0 and tokens[title_start - 1].key in ("chức", "nhiệm", "phục"):
        return None
    kind, need = _kind_and_need_by_title()[tuple(word.key for word in tokens[head : head + length])]
    title_end = head + length
    if _joined_keys(tokens, head, title_end) in _HEADS_OF_SERVICES and not _begins_service(tokens, title_end):
        return None
    if tokens[head].key in ("uv", "utv", "uvbch", "uvbtv", "uvbct", "đbqh") and not tokens[head].is_abbreviation:
        return None
    while duty_length := _duty_words().length_at(tokens, title_end):
        title_end += duty_length
    title = _joined_keys(tokens, head, title_end)
    foreign_title = title in _FOREIGN_OFFICES | _ENVOYS
    part_and_organ = _organ_of_office(tokens, title_end, abroad=foreign_title)
    foreign_name = _foreign_name_start(tokens, part_and_organ) if title in _MINISTERS else 0
    if foreign_name:
        part_and_organ = Organ(part_and_organ.start, foreign_name, before_name=True)
    is_public = _is_public(tokens, part_and_organ, need)
    title_end = _title_end_with_part(tokens, title, title_end, part_and_organ)
    organ = Organ(title_end, max(title_end, part_and_organ.end), part_and_organ.before_name)
    return Office(
        start,
        title_start,
        title_end,
        organ.end,
        _kind_by_organ(tokens, organ, kind),
        former,
        is_plural=_is_plural(tokens, start),
        is_public=is_public,
        missing=need if not part_and_organ and not is_public else None,
        before_name=organ.before_name,
        is_foreign=bool(foreign_name) or (ends_abroad(tokens, organ) if organ else foreign_title),
    )


def _begins_service(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a public service begins at `at`: 'Trưởng | Thuế tỉnh', not 'trưởng | thành'."""
    is_branch = [word.key for word in tokens[at : at + 2]] == ["chi", "nhánh"]  # of a company
    return at < len(tokens) and tokens[at].is_capital and not is_branch and bool(known_organs().length_at(tokens, at))


def _acting_length(tokens: Sequence[Word], at: int) -> int:
    """Return the number of words of 'Quyền' or 'Q.' (acting) at `at`."""
    if at + 1 < len(tokens) and tokens[at].text == "Q" and tokens[at + 1].text == ".":
        return 2
    return int(at < len(tokens) and tokens[at].key == "quyền")


def _organ_of_office(tokens: Sequence[Word], at: int, *, abroad: bool) -> Organ:
    """Return the organ after a title that ends at `at`; an empty one if none begins there."""
    if at >= len(tokens) or not tokens[at].text[0].isalnum() or (abroad and not countries().length_at(tokens, at)):
        return Organ(at, at, before_name=False)
    if tokens[at - 1].key in VILLAGES:
        return place_after_rank(tokens, at)
    if tokens[at].text[0].isalpha() and not tokens[at].is_capital and not starts_organ(tokens, at):
        return Organ(at, at, before_name=False)
    organ = organ_at(tokens, at)
    if not organ and tokens[at].text.isdigit() and _heads_a_part(tokens, at):
        organ = Organ(at, at + 1, before_name=False)  # 'Trưởng phòng 7'
    while organ.end + 1 < len(tokens) and tokens[organ.end].text == "," and _is_organ_above(tokens, at, organ.end + 1):
        above = organ_at(tokens, organ.end + 1)
        if not above:
            break
        organ = Organ(at, above.end, above.before_name)
    return organ


def _foreign_name_start(tokens: Sequence[Word], organ: Organ) -> int:
    """Return the start of a foreigner's name in what was read as an organ: 'Bộ trưởng Ngoại giao | Sergei …'; or 0."""
    for at in range(organ.start + countries().length_at(tokens, organ.start), organ.end):
        word = tokens[at]
        is_plain = word.is_capital and word.is_letters and not word.is_abbreviation
        if is_plain and not VIETNAMESE_SYLLABLE.fullmatch(word.key):
            return at
    return 0


def _is_organ_above(tokens: Sequence[Word], part: int, above: int) -> bool:
    """Return True if the organ at `above`, after a comma, is the one to which `part` belongs: 'Cục …, Bộ Xây dựng'."""
    if not tokens[above].is_capital or _titles().length_at(tokens, above):
        return False
    if _heads_a_part(tokens, part) or _is_bare_part(tokens, part, above - 1):
        return bool(_organs_above().length_at(tokens, above)) or _is_institution_above(tokens, above)
    if tokens[part].key in ("tiểu", "đại", "trung", "lữ", "sư", "hải") and tokens[part + 1].key in ("đoàn", "đội"):
        return bool(_COMMANDS_ABOVE_TROOPS.length_at(tokens, above))
    return tokens[above].text == "Bộ" and tokens[part].key in ("cục", "vụ", "tổng", "viện")


def _is_bare_part(tokens: Sequence[Word], part: int, comma: int) -> bool:
    """Return True if before the comma is only a part of an organ: 'Trưởng ban Quân lực, Phòng Tham mưu'."""
    if tokens[part - 1].key != "ban" or tokens[part].key == "ban":
        return False
    return not any(_organs_above().length_at(tokens, at) or rank_length(tokens, at) for at in range(part, comma))


def _heads_a_part(tokens: Sequence[Word], at: int) -> bool:
    """Return True if the title that ends at `at` heads a department, team or post: 'Đội trưởng | Đội 3, Phòng …'."""
    return tokens[at - 1].key in _PARTS or (tokens[at - 1].key == "trưởng" and tokens[at - 2].key in _PARTS)


def _is_institution_above(tokens: Sequence[Word], at: int) -> bool:
    """Return True if a hospital, school, centre or office is at `at`: 'Trưởng khoa Nội, | Bệnh viện …'."""
    return at < len(tokens) and tokens[at].key in _INSTITUTIONS and bool(known_organs().length_at(tokens, at))


def _title_end_with_part(tokens: Sequence[Word], title: str, title_end: int, organ: Organ) -> int:
    """Return the end of a title with its part of an organ: 'Trưởng ban Tuyên giáo | Tỉnh ủy'."""
    if not organ or title not in _OF_A_PART or tokens[title_end].key == "ban":
        return title_end  # 'Trưởng ban | Ban Quản lý …'
    for at in range(title_end, organ.end):
        is_region = tokens[at].key == "bộ" and tokens[at - 1].key in ("nam", "trung", "bắc")  # 'Ban Chỉ đạo Tây Nam Bộ'
        can_be_above = tokens[at].is_capital and not is_region
        if can_be_above and (_organs_above().length_at(tokens, at) or tokens[at - 1].text == ","):
            return at
        if rank_length(tokens, at):
            return at
    return organ.end


def _is_public(tokens: Sequence[Word], organ: Organ, need: OrganNeed) -> bool:
    """Return True if an office with this need and this organ is a public office."""
    if not organ:
        return need == "none" and not is_private(tokens, Organ(organ.start, organ.start + 1, before_name=False))
    if is_private(tokens, organ):
        return False
    return need != "public" or starts_organ(tokens, organ.start) or ends_abroad(tokens, organ)


def _joined_keys(tokens: Sequence[Word], start: int, end: int) -> str:
    return " ".join(word.key for word in tokens[start:end])


def _kind_by_organ(tokens: Sequence[Word], organ: Organ, kind: str) -> str:
    """Return the kind of the organ if the first words of its name say it; otherwise the kind of the title."""
    if not organ:
        return kind
    opening = _joined_keys(tokens, organ.start, min(organ.end, organ.start + 4))
    for organ_kind, first_words in _organ_kinds():
        if opening == first_words or opening.startswith(first_words + " "):
            return kind if kind == "army" and organ_kind == "party" else organ_kind
    return "state" if kind in ("party", "front") else kind


def _is_plural(tokens: Sequence[Word], start: int) -> bool:
    """Return True if the word before the office says that it has several holders: 'các (đồng chí) Phó Chủ tịch'."""
    at = start - 1
    if at >= 1 and tokens[at].key == "chí" and tokens[at - 1].key == "đồng":
        at -= 2
    return at >= 0 and tokens[at].key in _PLURAL_WORDS


@cache
def _kind_and_need_by_title() -> dict[tuple[str, ...], tuple[str, OrganNeed]]:
    titles: dict[tuple[str, ...], tuple[str, OrganNeed]] = {}
    for line in lexicon("offices"):
        kind, _, title = line.partition(": ")
        need: OrganNeed = "none" if title.endswith("!") else "public" if title.endswith("?") else "some"
        titles[keys(title.rstrip("!?"))] = (kind, need)
    return titles


@cache
def _organs_above() -> Phrases:
    return Phrases(lexicon("organs_above"))


@cache
def _organ_kinds() -> tuple[tuple[str, str], ...]:
    return tuple((line.partition(": ")[0], line.partition(": ")[2]) for line in lexicon("organ_kinds"))


@cache
def _titles() -> Phrases:
    return Phrases([" ".join(key) for key in _kind_and_need_by_title()])


@cache
def _duty_words() -> Phrases:
    return Phrases(lexicon("duty"))
