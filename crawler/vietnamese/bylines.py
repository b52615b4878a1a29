"""Bylines: who wrote, who took the pictures, and from which source the text was taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.article.article import Byline, Role, SourceCredit
from crawler.vietnamese.syllables import is_syllable
from crawler.vietnamese.text import clean, is_capitals, title_case

LONGEST_BYLINE = 160  # letters: "Thực hiện: …" with four names; a longer line is a sentence
LONGEST_INPUT = 400  # letters: several lines joined; the patterns take quadratic time on other texts

ROLE_WORDS: dict[str, list[Role]] = {
    "tin": ["text"],
    "bài": ["text"],
    "bài viết": ["text"],
    "nội dung": ["text"],
    "tác giả": ["text"],
    "phóng viên": ["text"],
    "pv": ["text"],
    "ctv": ["text"],
    "btv": ["editing"],
    "biên tập viên": ["editing"],
    "t/h": ["compilation"],
    "thực hiện": ["text"],
    "phóng sự": ["text"],
    "text": ["text"],
    "ảnh": ["photo"],
    "hình": ["photo"],
    "hình ảnh": ["photo"],
    "chùm ảnh": ["photo"],
    "video": ["video"],
    "clip": ["video"],
    "quay phim": ["video"],
    "đồ họa": ["graphics"],
    "đồ hoạ": ["graphics"],
    "infographic": ["graphics"],
    "thiết kế": ["graphics"],
    "kỹ thuật": ["graphics"],
    "trình bày": ["graphics"],
    "dịch": ["translation"],
    "lược dịch": ["translation"],
    "biên dịch": ["translation"],
    "biên tập": ["editing"],
    "tổng hợp": ["compilation"],
    "sưu tầm": ["compilation"],
    "ghi chép": ["text"],
    "ghi": ["text"],
    "bút ký": ["text"],
    "ký sự": ["text"],
    "tản văn": ["text"],
    "truyện ngắn": ["text"],
    "thơ": ["text"],
    "kịch bản": ["text"],
    "thể hiện": ["graphics"],
    "minh họa": ["graphics"],
    "minh hoạ": ["graphics"],
    "dựng phim": ["video"],
    "flycam": ["photo"],
    "reported by": ["text"],
    "written by": ["text"],
    "photo by": ["photo"],
    "photos by": ["photo"],
    "translated by": ["translation"],
    "compiled by": ["compilation"],
}
_ROLE_PATTERN = "|".join(sorted(map(re.escape, ROLE_WORDS), key=len, reverse=True))
_ROLE_JOINT = r"(?:\s*(?:,|và|&|-|–|/|\+)\s*|\s+)"
_ROLES_WITH_COLON = re.compile(
    rf"(?<![\w])(?P<roles>(?:{_ROLE_PATTERN})(?:{_ROLE_JOINT}(?:{_ROLE_PATTERN}))*)\s*[:：]\s*", re.I
)
_ROLE_WORD = re.compile(rf"(?<!\w)(?:{_ROLE_PATTERN})(?!\w)", re.I)
# 'Minh Anh tổng hợp', 'PV (lược dịch)', 'H.T (tổng hợp)', 'Minh Anh (t/h)'
_ROLE_AFTER = re.compile(
    r"(?:[\s,(\-–]+(?P<role>lược dịch|biên dịch|tổng hợp|sưu tầm|dịch|thực hiện|ghi|lược ghi|lược thuật|phỏng vấn|"
    r"biên soạn)\)?"
    r"|\s*\(\s*(?P<short>t/h|t\.\s?h\.?|th|st|s\.t\.?|t\.h)\s*\)?)$",
    re.I,
)
_SOURCE_ROLE = r"(?:tổng hợp|lược dịch|biên dịch|dịch|sưu tầm)"
_SOURCE_LINE = re.compile(
    rf"^[(\[]?\s*(?:(?:(?:Tin|(?P<work>{_SOURCE_ROLE}))\s+)?Theo|(?P<taken>{_SOURCE_ROLE})\s+từ|"
    r"(?:Nguồn(?: tin)?|Source)\s*[:：]|Nguồn)"
    r"\s*[:：]?\s+(?P<agency>.+?)\s*[)\]]?$",
    re.I,
)
_SOURCE_AT_END = re.compile(
    rf"[\s,;\-–—]*(?:[(\[]\s*(?:(?:(?P<work>{_SOURCE_ROLE})|tin)?\s*[-–,]?\s*(?:theo|từ)|nguồn\s*[:：]?)\s*[:：]?\s+"
    r"(?P<inner>[^()]+?)\s*[)\]]?"
    rf"|\s(?:(?P<work_of>{_SOURCE_ROLE})\s+(?:theo|từ)|theo|nguồn\s*[:：])\s+(?P<plain>[^()]+?))\s*$",
    re.I,
)
_GENRE = re.compile(
    r"^(?:Ghi chép|Bút ký|Ký sự|Phóng sự|Truyện ngắn|Tản văn|Tùy bút|Tuỳ bút|Tạp bút|Thơ|Bài|Ảnh)\s+của\s+", re.I
)
_CONTACT = re.compile(
    r"(?:[(\[,;]|\s[-–—]|\s)*\s*(?:(?:E-?mail|ĐT|SĐT|Điện thoại|Hotline|Tel)\s*[:：.]?\s*)?"
    r"(?:[\w.+-]+@[\w-]+\.[\w.-]*\w|(?<!\d)(?:\+84|0)\d(?:[ .-]?\d){7,9}(?!\d))\s*[)\]]?",
    re.I,
)
_ENGLISH_ROLE = re.compile(r"\b(reported|written|photos?|translated|compiled) by\s*[:：]?\s+", re.I)
_HONORIFIC = re.compile(
    r"^(?:(?:Luật sư|LS|Bác sĩ|BS|BSCK\w*|Thạc sĩ|ThS|Tiến sĩ|TS|PGS|GS|Dược sĩ|DS|Kỹ sư|KS|"
    r"Nhà báo|Nhà văn|Nhà thơ)[. ]+)+"
)
_OFFICE = re.compile(r"^(?:phóng viên|pv|ctv|cộng tác viên|btv)\.?\s+(?=[A-ZÀ-ỸĐ]\w*[^\W\d_ ]\s+[A-ZÀ-ỸĐ])", re.I)
_WEEKDAY = re.compile(r"thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật", re.I)  # printed between byline and date
_COLLECTIVE = re.compile(
    r"(?:nhóm )?(?:pv|phóng viên|ctv|cộng tác viên)(?: - ctv)?|nhóm tác giả|bbt|ban biên tập|tòa soạn", re.I
)
_NAME_SLASH_AGENCY = re.compile(r"^(?P<name>[^/()]{2,60}?)\s*/\s*(?P<agency>[^()]{2,60})$")
_NAME_BRACKET_AGENCY = re.compile(r"^(?P<name>[^()]{2,60}?)\s*\((?P<agency>[^()]{2,40})\)$")
_NAME_SEPARATOR = re.compile(r"\s*(?:,|;|•|\+|&|/|–|—|\s-\s|\svà\s)\s*")
_TIGHT_PAIR = re.compile(r"([^\s-]+ [^-]+)-([^\s-]+ [^-]+)")  # 'MINH ANH-THU HÀ', not 'PHAN LÊ-NA'
_BRACKETED_TAIL = re.compile(r"\s*\([^()]*\)?$")  # 'LÊ VĂN TÁM (xã Bình Hòa)'

KNOWN_AGENCIES = frozenset(
    {"ttxvn", "vov", "vtv", "vgp", "vnexpress", "vietnamnet", "vietnam+", "vietnamplus", "tuổi trẻ", "tuổi trẻ online"}
    | {"thanh niên", "dân trí", "nhân dân", "tiền phong", "lao động", "người lao động", "sggp", "znews", "zing"}
    | {"tin tức", "quân đội nhân dân", "qđnd", "công an nhân dân", "cand", "sức khỏe & đời sống", "vtc news"}
    | {"vneconomy", "cafef", "reuters", "afp", "bbc", "ap", "cnn", "tân hoa xã", "tổ quốc"}
)
_MOST_IN_ROW = 4  # names of a line without a role
_MOST_NAME_WORDS = 4
_ROLE_IN_PAREN = re.compile(r"tổng hợp|lược dịch|dịch|biên dịch|ghi|thực hiện|thể hiện", re.I)


@dataclass
class Signature:
    """A byline as read: people with roles, the source, and the line as printed."""

    raw: str | None = None
    bylines: list[Byline] = field(default_factory=list)
    source: SourceCredit | None = None


def read(raw: str | None) -> Signature:
    """Read one byline as printed; what it does not name is empty."""
    text = clean(raw)
    if not text or len(text) > LONGEST_INPUT:
        return Signature()
    people, source = _split_source(_GENRE.sub("", _normalize_line(text)))
    people = people.strip(" .,;-–—*|•")
    bylines = _read_people(people, text) if people else []
    if source is None and len(bylines) > 1 and is_agency(bylines[-1].name):  # 'Minh Anh - Báo Làng'
        source = SourceCredit(bylines.pop().name, text)
    return Signature(raw=text if bylines else None, bylines=bylines, source=source)


def looks_like_byline(raw: str) -> bool:  # noqa: PLR0911 - a decision list
    """Return True for a byline or a source line, judged by its words: 'Tin, ảnh: A', 'Theo TTXVN', 'MINH ANH'."""
    text = clean(raw)
    if not text or len(text) > LONGEST_BYLINE or text.endswith((":", "?", "!", "”")):
        return False
    text = _HONORIFIC.sub("", _normalize_line(text))
    if _has_colon(text) and (start := _ROLES_WITH_COLON.match(text)) and start.end() < len(text):
        return _is_short_list(text[start.end() :])
    if source := _SOURCE_LINE.match(text):
        return _is_source_name(source["agency"])
    if _COLLECTIVE.fullmatch(text.strip("(). ")):
        return True
    tail = _source_at_end_match(text)
    if tail and (tail["inner"] or tail["work_of"] or is_agency(tail["plain"])):
        head = text[: tail.start()]
        return looks_like_byline(head) or (looks_like_name(head) and 1 < len(head.split()) <= 6)
    if (role := _ROLE_AFTER.search(text)) and role.start():
        head = text[: role.start()]
        return _is_pen_name(head) or (looks_like_name(head) and 1 < len(head.split()) <= 6)
    for shape in (_NAME_SLASH_AGENCY, _NAME_BRACKET_AGENCY):
        if (pair := shape.match(text)) and is_agency(pair["agency"]) and looks_like_name(pair["name"]):
            return True
    genre = _GENRE.match(text)
    return _is_pen_name(_BRACKETED_TAIL.sub("", text[genre.end() :] if genre else text))


def is_contact(raw: str) -> bool:
    """Return True if a short line is a name with an e-mail address or a telephone number."""
    text = clean(raw)
    name = _without_contact(text) if len(text) <= LONGEST_BYLINE else text
    return name != text and any(letter.isalpha() for letter in name)


def _normalize_line(text: str) -> str:
    """Remove e-mail addresses and telephone numbers, and put a colon after English role words."""
    text = _without_contact(text)
    return _ENGLISH_ROLE.sub(lambda match: f"{match[1]} by: ", text) if " by" in text.lower() else text


def _without_contact(text: str) -> str:
    """Remove e-mail addresses and telephone numbers; the pattern takes 30 µs, and most lines have no sign of either."""
    return _CONTACT.sub("", text) if "@" in text or "0" in text or "+84" in text else text


def _is_pen_name(text: str) -> bool:
    """Return True for a line of names in capitals: 'THANH TÙNG - MINH ANH', 'P.V'."""
    bare = re.sub(r"[\s.,&()/–-]|\bvà\b", "", text)
    return is_capitals(bare) and len(text.split()) <= 8 and not re.search(r"\d", text)


def _is_source_name(agency: str) -> bool:
    """Return True for the source in 'Theo | TTXVN', where each part is a name or a web address.

    False for the sentence 'Theo | kế hoạch, …'.
    """
    if len(agency.split()) > 10 or re.search(r"[a-zà-ỹ]\.$", agency):
        return False
    parts = [part.strip() for part in agency.split(",")]
    if not all(part and (part[0].isupper() or re.match(r"https?:|[\w-]+\.\w", part)) for part in parts):
        return False
    return len(parts) == 1 or all(len(part.split()) <= 4 for part in parts)


def looks_like_name(raw: str) -> bool:
    """Return True if a short line can be a person's name: one to eight words, each with a capital, and no full stop."""
    text = clean(raw)
    words = [word for word in re.split(r"[\s,;&/()\-–]+", text) if word and word != "và"]
    if not 1 <= len(words) <= 8 or text.endswith((".", ":", "?", "!")):
        return False
    return all(word[0].isupper() for word in words)


def is_row_of_names(raw: str) -> bool:
    """Return True if a short line can be the names of two to four Vietnamese persons: 'Minh Anh, Thu Hà và Lê Tâm'."""
    names = [name.split() for name in _name_parts(clean(raw))]
    return 2 <= len(names) <= _MOST_IN_ROW and all(
        2 <= len(words) <= _MOST_NAME_WORDS and looks_like_name(" ".join(words)) and all(map(is_syllable, words))
        for words in names
    )


def _is_short_list(text: str) -> bool:
    return len(text.split()) <= 16 and not re.search(r"[.!?]\s+\S+\s+\S+\s+\S+\s+\S+", text)


def is_agency(name: str) -> bool:
    """Return True if a name is that of a known news agency or newspaper, not of a person."""
    printed = clean(name)
    name = printed.casefold()
    if "/" in name and any(is_agency(part) for part in printed.split("/")):
        return True
    return (
        name in KNOWN_AGENCIES
        or name.startswith(("báo ", "tạp chí ", "thông tấn xã "))
        or bool(re.match(r"Đài (?:[a-zà-ỹ]|[A-ZĐ]{2})", printed))  # 'Đài truyền hình', 'Đài PT-TH', not 'Đài Trang'
        or bool(re.search(r"\.(?:vn|com|net|org)\b", name))
    )


def _split_source(text: str) -> tuple[str, SourceCredit | None]:  # noqa: PLR0911 - a decision list
    """Split a byline into its people and its source."""
    if line := _SOURCE_LINE.match(text):
        roles = _ROLES_WITH_COLON.search(text)
        if roles and roles.start() > line.start("agency"):  # 'Theo VnExpress, ảnh: A'
            return text[roles.start() :], _split_source(text[: roles.start()].strip(" ,;-–—"))[1]
        return _split_source_line(line["agency"], text)
    if tail := _source_at_end_match(text):
        agency = clean(tail["inner"] or tail["plain"]).strip(" .")
        credit = text[tail.start() :].strip(" ,;-–—")
        people = text[: tail.start()].strip(" (")
        if (work := tail["work"] or tail["work_of"]) and people:
            people += f" ({work})"
        return people, SourceCredit(agency, credit.strip("()[]"))
    if (pair := _NAME_SLASH_AGENCY.match(text)) and not _ROLES_WITH_COLON.search(text) and _second_is_paper(pair):
        return pair["name"], SourceCredit(pair["agency"].strip(), text)
    if (pair := _NAME_BRACKET_AGENCY.match(text)) and is_agency(pair["agency"]):
        return pair["name"], SourceCredit(pair["agency"].strip(), text)
    if is_agency(text):
        return "", SourceCredit(text, text)
    return text, None


def _source_at_end_match(text: str) -> re.Match[str] | None:
    """Search for a source after the names; the pattern is slow, so its words, which are rare, are looked for first."""
    lowered = text.lower()
    return _SOURCE_AT_END.search(text) if any(word in lowered for word in ("theo", "từ", "nguồn")) else None


def _has_colon(text: str) -> bool:
    """Return True if a role can be before a name; only then some forty role words are tried at every letter."""
    return ":" in text or "：" in text


def _second_is_paper(pair: re.Match[str]) -> bool:
    """Return True for 'Tạ Nguyên/Báo Tin tức', False for two writers, who are printed in the same case."""
    return is_agency(pair["agency"]) or pair["agency"].isupper() != pair["name"].isupper()


def _split_source_line(agency: str, text: str) -> tuple[str, SourceCredit]:
    """Split 'A', 'A (B)' or 'A/B' after 'Theo': the last one is the source, a person before it is the writer."""
    agency = _ROLE_AFTER.sub("", agency.strip(" .,;"))
    for shape in (_NAME_SLASH_AGENCY, _NAME_BRACKET_AGENCY):
        pair = shape.match(agency + (")" if agency.count("(") > agency.count(")") else ""))
        if pair and not _ROLE_IN_PAREN.search(pair["agency"]):
            name = "" if is_agency(pair["name"]) or not looks_like_name(pair["name"]) else pair["name"]
            return name, SourceCredit((pair["agency"] if name else agency).strip(), text)
    head, separator, tail = agency.partition(" - ")
    if separator and (is_capitals(head) or looks_like_name(head)) and is_agency(tail) and not is_agency(head):
        return head, SourceCredit(tail.strip(), text)
    return "", SourceCredit(agency, text)


def _read_people(text: str, raw: str) -> list[Byline]:
    """Read 'Tin: A - Ảnh: B' as two people, 'Tin, ảnh: A' as one with two roles."""
    marks = list(_ROLES_WITH_COLON.finditer(text)) if _has_colon(text) else []
    parts: list[tuple[str, list[Role]]] = []
    if not marks or marks[0].start() > 0:
        parts.append((text[: marks[0].start()] if marks else text, ["text"]))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts += [
        (text[mark.end() : end], _roles_from_words(mark["roles"])) for mark, end in zip(marks, ends, strict=False)
    ]
    bylines: dict[str, Byline] = {}
    for names, roles in parts:
        for name, name_roles in _names_with_roles(names, roles):
            key = name.casefold()
            before = bylines[key].roles if key in bylines else []
            bylines[key] = Byline(name, [*before, *(role for role in name_roles if role not in before)], raw)
    return list(bylines.values())


def _roles_from_words(words: str) -> list[Role]:
    roles: list[Role] = []
    for word in _ROLE_WORD.findall(words.casefold()):
        roles += [role for role in ROLE_WORDS.get(word, []) if role not in roles]
    return roles or ["text"]


def _names_with_roles(text: str, roles: list[Role]) -> list[tuple[str, list[Role]]]:
    """Return each name with `roles`, or with the role printed after it: 'Minh Anh (tổng hợp)'."""
    names = []
    for part in _name_parts(text):
        name, name_roles = part.strip(" .,;-–—|•"), roles
        if part.endswith(".") and re.search(r"\b\w\.\w$", name):
            name = part.strip(" ,;-–—|•")
        if after := _ROLE_AFTER.search(" " + name):
            name, name_roles = (
                (" " + name)[: after.start()].strip(" (,-–"),
                _roles_from_words(after["role"] or "tổng hợp"),
            )
        name = _OFFICE.sub("", _BRACKETED_TAIL.sub("", name).strip("() "))
        if name and any(letter.isalpha() for letter in name) and len(name) <= 80 and not _WEEKDAY.fullmatch(name):
            names.append((title_case(name), name_roles))
    return names


def _name_parts(text: str) -> Iterator[str]:
    """Split 'A - B', 'A, B', 'A và B', 'A/B' and 'MINH ANH-THU HÀ'; text in brackets is not split."""
    text = text.strip(" .,;-–—|•")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    hidden = re.sub(r"\([^()]*\)?", lambda match: "\0" * len(match[0]), text)
    start = 0
    for separator in [*_NAME_SEPARATOR.finditer(hidden), None]:
        part = text[start : separator.start() if separator else len(text)]
        pair = _TIGHT_PAIR.fullmatch(part)
        yield from pair.groups() if pair else (part,)
        start = separator.end() if separator else start
