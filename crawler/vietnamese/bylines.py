"""Bylines: who wrote, who took the pictures, and whose text it was before."""

import re
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
}
_WORD = "|".join(sorted(map(re.escape, _ROLE_WORDS), key=len, reverse=True))
_JOINT = r"\s*(?:,|và|&|-|–|/|\+)\s*"
_ROLES = re.compile(rf"(?<![\w])(?P<roles>(?:{_WORD})(?:{_JOINT}(?:{_WORD}))*)\s*[:：]\s*", re.I)
# 'Minh Anh tổng hợp', 'PV (lược dịch)', 'H.T (tổng hợp)'
_ROLE_AFTER = re.compile(r"[\s,(\-–]+(?P<role>lược dịch|biên dịch|tổng hợp|dịch|thực hiện|ghi)\)?$", re.I)
_FROM = re.compile(
    r"^[(\[]?\s*(?:(?:Tin\s+)?Theo|Nguồn(?: tin)?\s*[:：]|Nguồn)\s*[:：]?\s+(?P<agency>.+?)\s*[)\]]?$", re.I
)
_FROM_TAIL = re.compile(
    r"[\s,;\-–—]*(?:[(\[]\s*(?:(?:tổng hợp|lược dịch|dịch|tin)?\s*[-–,]?\s*(?:theo|từ)|nguồn\s*[:：]?)\s*[:：]?\s+"
    r"(?P<inner>[^()]+?)\s*[)\]]?"
    r"|\s(?:theo|nguồn\s*[:：])\s+(?P<plain>[^()]+?))\s*$",
    re.I,
)
_SLASH = re.compile(r"^(?P<name>[^/()]{2,60}?)\s*/\s*(?P<agency>[^/]{2,60})$")
_PAREN_AGENCY = re.compile(r"^(?P<name>[^()]{2,60}?)\s*\((?P<agency>[^()]{2,40})\)$")
_NAMES = re.compile(r"\s*(?:,|;|•|\+|&|\s[-–—]\s|\svà\s)\s*")
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
    people, source = _without_source(text)
    people = people.strip(" .,;-–—*|•")
    bylines = _people(people, text) if people else []
    return Signature(raw=text if bylines else None, bylines=bylines, source=source)


def looks_like_byline(raw: str) -> bool:
    """Tell whether a line by its words alone is a byline or a source line ('Tin, ảnh: A', 'Theo TTXVN', 'MINH ANH')."""
    text = clean(raw)
    if not text or len(text) > LONGEST_BYLINE or text.endswith((":", "?", "!", "”")):
        return False
    if (start := _ROLES.match(text)) and start.end() < len(text):
        return _short_names(text[start.end() :])
    if _FROM.match(text):
        return len(text.split()) <= 10 and "," not in text and not re.search(r"[a-zà-ỹ]\.$", text)
    tail = _FROM_TAIL.search(text)
    head = text[: tail.start()] if tail and tail["inner"] else _ROLE_AFTER.sub("", text)
    return (
        is_capitals(re.sub(r"[\s.,&()/-]|\bvà\b", "", head)) and len(head.split()) <= 8 and not re.search(r"\d", head)
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
    name = clean(name).casefold()
    return (
        name in _AGENCIES
        or name.startswith(("báo ", "tạp chí ", "thông tấn xã ", "đài "))
        or bool(re.search(r"\.(?:vn|com|net|org)\b", name))
    )


def _without_source(text: str) -> tuple[str, SourceCredit | None]:
    """Take the source off a byline: what is left are people."""
    if found := _FROM.match(text):
        return _from_line(found["agency"], text)
    if found := _FROM_TAIL.search(text):
        agency = clean(found["inner"] or found["plain"]).strip(" .")
        words = text[found.start() :].strip(" ,;-–—")
        return text[: found.start()], SourceCredit(agency, words.strip("()[]"))
    if (found := _SLASH.match(text)) and not _ROLES.search(text) and _second_is_paper(found):
        return found["name"], SourceCredit(found["agency"].strip(), text)
    if (found := _PAREN_AGENCY.match(text)) and is_agency(found["agency"]):
        return found["name"], SourceCredit(found["agency"].strip(), text)
    if is_agency(text):
        return "", SourceCredit(text, text)
    return text, None


def _second_is_paper(found: re.Match[str]) -> bool:
    """Tell 'Tạ Nguyên/Báo Tin tức' from two writers: a paper is known or set in another case than the name."""
    return is_agency(found["agency"]) or found["agency"].isupper() != found["name"].isupper()


def _from_line(agency: str, text: str) -> tuple[str, SourceCredit]:
    """Read 'Theo A', 'Theo A (B)' and 'Theo A/B': the last one is the source, a person before it the writer."""
    agency = agency.strip(" .,;")
    for shape in (_SLASH, _PAREN_AGENCY):
        pair = shape.match(agency + (")" if agency.count("(") > agency.count(")") else ""))
        if pair and not _ROLE_IN_PAREN.search(pair["agency"]):
            name = "" if is_agency(pair["name"]) or not looks_like_name(pair["name"]) else pair["name"]
            return name, SourceCredit((pair["agency"] if name else agency).strip(), text)
    head, separator, tail = agency.partition(" - ")
    if separator and is_capitals(head) and is_agency(tail):
        return head, SourceCredit(tail.strip(), text)
    return "", SourceCredit(agency, text)


def _people(text: str, raw: str) -> list[Byline]:
    """Read 'Tin: A - Ảnh: B' as two people, 'Tin, ảnh: A' as one with two roles."""
    marks = list(_ROLES.finditer(text))
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
    for word in re.split(r"\s*(?:,|&|-|–|/|\+|\bvà\b)\s*", words.casefold()):
        roles += [role for role in _ROLE_WORDS.get(word.strip(), []) if role not in roles]
    return roles or ["text"]


def _names(text: str, roles: list[Role]) -> list[tuple[str, list[Role]]]:
    found = []
    for part in _NAMES.split(text.strip(" .,;-–—|•()")):
        name, own = part.strip(" .,;-–—|•"), roles
        if part.endswith(".") and re.search(r"\b\w\.\w$", name):
            name = part.strip(" ,;-–—|•")
        if after := _ROLE_AFTER.search(" " + name):
            name, own = (" " + name)[: after.start()].strip(" (,-–"), _roles(after["role"])
        name = name.strip("() ")
        if name and any(c.isalpha() for c in name) and len(name) <= 80:
            found.append((title_case(name), own))
    return found
