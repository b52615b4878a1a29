"""Bylines: who wrote, who took the pictures, and whose text it was before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.article.article import Byline, Role, SourceCredit
from crawler.vietnamese.text import clean, is_capitals, title_case

LONGEST_BYLINE = 160  # "Thực hiện: …" with four names; a longer line is a sentence

LONGEST_READ = 400  # several lines joined; the patterns take quadratic time on what is no byline

_ROLE_WORDS: dict[str, list[Role]] = {
    "tin": ["text"],
    "bài": ["text"],
    "bài viết": ["text"],
    "nội dung": ["text"],
    "tác giả": ["text"],
    "phóng viên": ["text"],
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
_WORD = "|".join(sorted(map(re.escape, _ROLE_WORDS), key=len, reverse=True))
_JOINT = r"(?:\s*(?:,|và|&|-|–|/|\+)\s*|\s+)"
_ROLES = re.compile(rf"(?<![\w])(?P<roles>(?:{_WORD})(?:{_JOINT}(?:{_WORD}))*)\s*[:：]\s*", re.I)
_ROLE_WORD = re.compile(rf"(?<!\w)(?:{_WORD})(?!\w)", re.I)
# 'Minh Anh tổng hợp', 'PV (lược dịch)', 'H.T (tổng hợp)', 'Minh Anh (t/h)'
_ROLE_AFTER = re.compile(
    r"(?:[\s,(\-–]+(?P<role>lược dịch|biên dịch|tổng hợp|sưu tầm|dịch|thực hiện|ghi|lược ghi|lược thuật|phỏng vấn|"
    r"biên soạn)\)?"
    r"|\s*\(\s*(?P<short>t/h|t\.\s?h\.?|th|st|s\.t\.?|t\.h)\s*\)?)$",
    re.I,
)
_WORK = r"(?:tổng hợp|lược dịch|biên dịch|dịch|sưu tầm)"
_FROM = re.compile(
    rf"^[(\[]?\s*(?:(?:(?:Tin|(?P<work>{_WORK}))\s+)?Theo|(?P<taken>{_WORK})\s+từ|"
    r"(?:Nguồn(?: tin)?|Source)\s*[:：]|Nguồn)"
    r"\s*[:：]?\s+(?P<agency>.+?)\s*[)\]]?$",
    re.I,
)
_FROM_TAIL = re.compile(
    rf"[\s,;\-–—]*(?:[(\[]\s*(?:(?:(?P<work>{_WORK})|tin)?\s*[-–,]?\s*(?:theo|từ)|nguồn\s*[:：]?)\s*[:：]?\s+"
    r"(?P<inner>[^()]+?)\s*[)\]]?"
    r"|\s(?:theo|nguồn\s*[:：])\s+(?P<plain>[^()]+?))\s*$",
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
_ENGLISH = re.compile(r"\b(reported|written|photos?|translated|compiled) by\s*[:：]?\s+", re.I)
_HONOUR = re.compile(
    r"^(?:(?:Luật sư|LS|Bác sĩ|BS|BSCK\w*|Thạc sĩ|ThS|Tiến sĩ|TS|PGS|GS|Dược sĩ|DS|Kỹ sư|KS|"
    r"Nhà báo|Nhà văn|Nhà thơ)[. ]+)+"
)
_COLLECTIVE = re.compile(
    r"(?:nhóm )?(?:pv|phóng viên|ctv|cộng tác viên)(?: - ctv)?|nhóm tác giả|bbt|ban biên tập|tòa soạn", re.I
)
_SLASH = re.compile(r"^(?P<name>[^/()]{2,60}?)\s*/\s*(?P<agency>[^()]{2,60})$")
_PAREN_AGENCY = re.compile(r"^(?P<name>[^()]{2,60}?)\s*\((?P<agency>[^()]{2,40})\)$")
_NAMES = re.compile(r"\s*(?:,|;|•|\+|&|/|–|—|\s-\s|\svà\s)\s*")
_TIGHT_PAIR = re.compile(r"([^\s-]+ [^-]+)-([^\s-]+ [^-]+)")  # 'MINH ANH-THU HÀ', not 'PHAN LÊ-NA'
_ASIDE = re.compile(r"\s*\([^()]*\)?$")  # 'LÊ VĂN TÁM (xã Bình Hòa)'

_AGENCIES = frozenset(
    {"ttxvn", "vov", "vtv", "vgp", "vnexpress", "vietnamnet", "vietnam+", "vietnamplus", "tuổi trẻ", "tuổi trẻ online"}
    | {"thanh niên", "dân trí", "nhân dân", "tiền phong", "lao động", "người lao động", "sggp", "znews", "zing"}
    | {"tin tức", "quân đội nhân dân", "qđnd", "công an nhân dân", "cand", "sức khỏe & đời sống", "vtc news"}
    | {"vneconomy", "cafef", "reuters", "afp", "bbc", "ap", "cnn", "tân hoa xã", "tổ quốc"}
)
_ROLE_IN_PAREN = re.compile(r"tổng hợp|lược dịch|dịch|biên dịch|ghi|thực hiện|thể hiện", re.I)


@dataclass
class Signature:
    """What a byline says: people with roles, the source, and the print itself."""

    raw: str | None = None
    bylines: list[Byline] = field(default_factory=list)
    source: SourceCredit | None = None


def read(raw: str | None) -> Signature:
    """Read one byline as printed; what it does not say stays empty."""
    text = clean(raw)
    if not text or len(text) > LONGEST_READ:
        return Signature()
    people, source = _without_source(_GENRE.sub("", _plain(text)))
    people = people.strip(" .,;-–—*|•")
    bylines = _people(people, text) if people else []
    if source is None and len(bylines) > 1 and is_agency(bylines[-1].name):  # 'Minh Anh - Báo Làng'
        source = SourceCredit(bylines.pop().name, text)
    return Signature(raw=text if bylines else None, bylines=bylines, source=source)


def looks_like_byline(raw: str) -> bool:  # noqa: PLR0911 - a decision list
    """Tell whether a line by its words alone is a byline or a source line ('Tin, ảnh: A', 'Theo TTXVN', 'MINH ANH')."""
    text = clean(raw)
    if not text or len(text) > LONGEST_BYLINE or text.endswith((":", "?", "!", "”")):
        return False
    text = _HONOUR.sub("", _plain(text))
    if _has_colon(text) and (start := _ROLES.match(text)) and start.end() < len(text):
        return _short_names(text[start.end() :])
    if found := _FROM.match(text):
        return _is_source(found["agency"])
    if _COLLECTIVE.fullmatch(text.strip("(). ")):
        return True
    tail = _source_at_end(text)
    if tail and tail["inner"]:
        head = text[: tail.start()]
        return _is_pen_name(head) or (looks_like_name(head) and 1 < len(head.split()) <= 6)
    if (role := _ROLE_AFTER.search(text)) and role.start():
        head = text[: role.start()]
        return _is_pen_name(head) or (looks_like_name(head) and 1 < len(head.split()) <= 6)
    for shape in (_SLASH, _PAREN_AGENCY):
        if (pair := shape.match(text)) and is_agency(pair["agency"]) and looks_like_name(pair["name"]):
            return True
    genre = _GENRE.match(text)
    return _is_pen_name(_ASIDE.sub("", text[genre.end() :] if genre else text))


def is_contact(raw: str) -> bool:
    """Tell whether a short line says whose e-mail address or telephone number it gives."""
    text = clean(raw)
    rest = _without_contact(text) if len(text) <= LONGEST_BYLINE else text
    return rest != text and any(c.isalpha() for c in rest)


def _plain(text: str) -> str:
    """Take addresses and numbers off, and give English role words the colon of the Vietnamese ones."""
    text = _without_contact(text)
    return _ENGLISH.sub(lambda found: f"{found[1]} by: ", text) if " by" in text.lower() else text


def _without_contact(text: str) -> str:
    """Take addresses and numbers off; the pattern takes 30 µs, and most lines hold no sign of either."""
    return _CONTACT.sub("", text) if "@" in text or "0" in text or "+84" in text else text


def _is_pen_name(text: str) -> bool:
    """Tell a line of names in capitals: 'THANH TÙNG - MINH ANH', 'P.V'."""
    bare = re.sub(r"[\s.,&()/–-]|\bvà\b", "", text)
    return is_capitals(bare) and len(text.split()) <= 8 and not re.search(r"\d", text)


def _is_source(agency: str) -> bool:
    """Tell 'Theo TTXVN' from the sentence 'Theo kế hoạch, …': each part is a name or an address."""
    if len(agency.split()) > 10 or re.search(r"[a-zà-ỹ]\.$", agency):
        return False
    parts = [part.strip() for part in agency.split(",")]
    return all(p and (p[0].isupper() or re.match(r"https?:|[\w-]+\.\w", p)) for p in parts) and (
        len(parts) == 1 or all(len(p.split()) <= 4 for p in parts)
    )


def looks_like_name(raw: str) -> bool:
    """Tell whether a short line could be a person's name: two to eight words, each with a capital, no full stop."""
    text = clean(raw)
    words = [w for w in re.split(r"[\s,;&/()\-–]+", text) if w and w != "và"]
    return 1 <= len(words) <= 8 and not text.endswith((".", ":", "?", "!")) and all(w[0].isupper() for w in words)


def _short_names(text: str) -> bool:
    return len(text.split()) <= 16 and not re.search(r"[.!?]\s+\S+\s+\S+\s+\S+\s+\S+", text)


def is_agency(name: str) -> bool:
    """Tell whether a name is a known agency or paper, not a person."""
    printed = clean(name)
    name = printed.casefold()
    if "/" in name and any(is_agency(part) for part in printed.split("/")):
        return True
    return (
        name in _AGENCIES
        or name.startswith(("báo ", "tạp chí ", "thông tấn xã "))
        or bool(re.match(r"Đài (?:[a-zà-ỹ]|[A-ZĐ]{2})", printed))  # 'Đài truyền hình', 'Đài PT-TH', not 'Đài Trang'
        or bool(re.search(r"\.(?:vn|com|net|org)\b", name))
    )


def _without_source(text: str) -> tuple[str, SourceCredit | None]:  # noqa: PLR0911 - a decision list
    """Take the source off a byline: what is left are people."""
    if found := _FROM.match(text):
        if (other := _ROLES.search(text)) and other.start() > found.start("agency"):  # 'Theo VnExpress, ảnh: A'
            return text[other.start() :], _without_source(text[: other.start()].strip(" ,;-–—"))[1]
        return _from_line(found["agency"], text)
    if found := _source_at_end(text):
        agency = clean(found["inner"] or found["plain"]).strip(" .")
        words = text[found.start() :].strip(" ,;-–—")
        head = text[: found.start()].strip(" (")
        if found["work"] and head:
            head += f" ({found['work']})"
        return head, SourceCredit(agency, words.strip("()[]"))
    if (found := _SLASH.match(text)) and not _ROLES.search(text) and _second_is_paper(found):
        return found["name"], SourceCredit(found["agency"].strip(), text)
    if (found := _PAREN_AGENCY.match(text)) and is_agency(found["agency"]):
        return found["name"], SourceCredit(found["agency"].strip(), text)
    if is_agency(text):
        return "", SourceCredit(text, text)
    return text, None


def _source_at_end(text: str) -> re.Match[str] | None:
    """Search for the source behind the names; the pattern is tried at every letter, and its words are rare."""
    lowered = text.lower()
    return _FROM_TAIL.search(text) if any(word in lowered for word in ("theo", "từ", "nguồn")) else None


def _has_colon(text: str) -> bool:
    """Tell whether a role can stand in front of a name, for which some forty words are tried at every letter."""
    return ":" in text or "：" in text


def _second_is_paper(found: re.Match[str]) -> bool:
    """Tell 'Tạ Nguyên/Báo Tin tức' from two writers: a paper is known or set in another case than the name."""
    return is_agency(found["agency"]) or found["agency"].isupper() != found["name"].isupper()


def _from_line(agency: str, text: str) -> tuple[str, SourceCredit]:
    """Read 'Theo A', 'Theo A (B)' and 'Theo A/B': the last one is the source, a person before it the writer."""
    agency = _ROLE_AFTER.sub("", agency.strip(" .,;"))
    for shape in (_SLASH, _PAREN_AGENCY):
        pair = shape.match(agency + (")" if agency.count("(") > agency.count(")") else ""))
        if pair and not _ROLE_IN_PAREN.search(pair["agency"]):
            name = "" if is_agency(pair["name"]) or not looks_like_name(pair["name"]) else pair["name"]
            return name, SourceCredit((pair["agency"] if name else agency).strip(), text)
    head, separator, tail = agency.partition(" - ")
    if separator and (is_capitals(head) or looks_like_name(head)) and is_agency(tail) and not is_agency(head):
        return head, SourceCredit(tail.strip(), text)
    return "", SourceCredit(agency, text)


def _people(text: str, raw: str) -> list[Byline]:
    """Read 'Tin: A - Ảnh: B' as two people, 'Tin, ảnh: A' as one with two roles."""
    marks = list(_ROLES.finditer(text)) if _has_colon(text) else []
    parts: list[tuple[str, list[Role]]] = []
    if not marks or marks[0].start() > 0:
        parts.append((text[: marks[0].start()] if marks else text, ["text"]))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts += [(text[mark.end() : end], _roles(mark["roles"])) for mark, end in zip(marks, ends, strict=False)]
    found: dict[str, Byline] = {}
    for names, roles in parts:
        for name, own in _names(names, roles):
            key = name.casefold()
            before = found[key].roles if key in found else []
            found[key] = Byline(name, [*before, *(r for r in own if r not in before)], raw)
    return list(found.values())


def _roles(words: str) -> list[Role]:
    roles: list[Role] = []
    for word in _ROLE_WORD.findall(words.casefold()):
        roles += [role for role in _ROLE_WORDS.get(word, []) if role not in roles]
    return roles or ["text"]


def _names(text: str, roles: list[Role]) -> list[tuple[str, list[Role]]]:
    found = []
    for part in _name_parts(text):
        name, own = part.strip(" .,;-–—|•"), roles
        if part.endswith(".") and re.search(r"\b\w\.\w$", name):
            name = part.strip(" ,;-–—|•")
        if after := _ROLE_AFTER.search(" " + name):
            name, own = (" " + name)[: after.start()].strip(" (,-–"), _roles(after["role"] or "tổng hợp")
        name = _ASIDE.sub("", name).strip("() ")
        if name and any(c.isalpha() for c in name) and len(name) <= 80:
            found.append((title_case(name), own))
    return found


def _name_parts(text: str) -> Iterator[str]:
    """Split 'A - B', 'A, B', 'A và B', 'A/B' and 'MINH ANH-THU HÀ'; what stands in brackets stays whole."""
    text = text.strip(" .,;-–—|•")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    hidden = re.sub(r"\([^()]*\)?", lambda found: "\0" * len(found[0]), text)
    start = 0
    for found in [*_NAMES.finditer(hidden), None]:
        part = text[start : found.start() if found else len(text)]
        pair = _TIGHT_PAIR.fullmatch(part)
        yield from pair.groups() if pair else (part,)
        start = found.end() if found else start
