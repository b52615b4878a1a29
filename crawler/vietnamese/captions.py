"""Captions: what the picture shows, and who took it."""

import re
from dataclasses import dataclass

from crawler.vietnamese.text import clean, is_capitals

# The credit is the caption's tail after 'Ảnh:': '(Ảnh: X)', '- Ảnh: X'.
_CREDIT = re.compile(
    r"(?:^|[\s(\[.,;!?…\-–—|/”\"')\]])[(\[]?\s*(?P<word>Ảnh|Nguồn ảnh|Nguồn|Photo|Đồ họa)\s*[:：]\s*"
    r"(?P<name>[^:：]{1,80}?)\s*[)\].]*\s*$",
    re.I,
)
# Without a colon only after the end of a sentence or in brackets: '. Ảnh TTXVN', '(Ảnh do nhân vật cung cấp)'.
_BARE = re.compile(
    r"(?:^|(?<=[.!?…”)])\s*|\s[-–—]\s*|(?<=\s)(?=[(\[]))[(\[]?\s*(?i:Ảnh)\s+"
    r"(?P<name>(?i:(?:do\s+)?(?P<giver>[^:：.()]{2,50}?\s+cung cấp))|"
    r"[A-ZÀ-ỸĐ][\w.+]*(?:[\s/-]+[A-ZÀ-ỸĐ][\w.+]*){0,4})\s*[)\].]*\s*$"
)
_ILLUSTRATION = re.compile(r"(?:^|(?<=[\s.(]))\(?(?:Ảnh|Hình)\s+minh\s+[hH](?:ọa|oạ)\)?\.?$", re.I)
_CREDIT_LENGTH = 200  # letters at the end of a line that are searched for one
_EDGES = " \t-–—|/([,;"
_CLOSING = ".!?…”\"')]"
_LONGEST_CREDIT = (
    10  # words: 'Phòng Cảnh sát giao thông Công an tỉnh cung cấp'; more are a caption that begins with 'Ảnh:'
)
_LONGEST_ALONE = 6  # words of a whole line that ends with a full stop: more are a sentence


@dataclass(frozen=True)
class Caption:
    """A caption split into what it says and whom it credits."""

    text: str | None
    credit: str | None


def split(raw: str | None) -> Caption:
    """Split 'Quang cảnh. Ảnh: A' into text and credit; 'Ảnh: A' alone is all credit."""
    text = clean(raw)
    found, bare = _tail(text)
    tail = found or bare
    if not tail or (found and not _is_credit(found, text)) or (bare and not _is_bare_credit(bare, text)):
        return Caption(text or None, None)
    credit = tail["name"] if found else (tail["giver"] or tail["name"])
    credit = credit.strip(" .-–—")
    if credit.count("(") > credit.count(")"):
        credit += ")"
    if not credit or re.fullmatch(r"minh h(?:ọa|oạ)", credit, re.I):
        return Caption(text or None, None)
    said = text[: len(text) - len(text[-_CREDIT_LENGTH:]) + tail.start()] + _kept_mark(tail[0])
    return Caption(clean(said).rstrip(_EDGES).strip() or None, credit)


def _tail(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """Search the end of a line for both forms of a credit; the patterns are costly, and most lines can have neither."""
    end = text[-_CREDIT_LENGTH:]
    found = _CREDIT.search(end) if ":" in end or "：" in end else None
    return found, _BARE.search(end) if found is None and "ảnh" in end.lower() else None


def is_credit_only(raw: str) -> bool:
    """Tell whether the whole line credits a picture and says nothing else."""
    found = split(raw)
    return found.text is None and found.credit is not None


def credits_photo(raw: str) -> bool:
    """Tell whether a line ends with a picture's credit: 'Ảnh: A', not 'Nguồn: WHO', which a text may have as well."""
    text = clean(raw)
    found, _ = _tail(text)
    return bool(split(text).credit) and (found is None or found["word"].casefold() != "nguồn")


def looks_like_caption(raw: str) -> bool:
    """Tell whether a line by its words alone belongs to a picture."""
    text = clean(raw)
    return bool(split(text).credit or _ILLUSTRATION.search(text) or _SHOWN.match(text))


_SHOWN = re.compile(r"^(?:Trong ảnh|Ảnh (?:trên|dưới|trái|phải|lớn|nhỏ))\s*[:：,]", re.I)


def _is_credit(found: re.Match[str], text: str) -> bool:
    """Tell a credit from prose: 'Trong ảnh: …', 'một số hình ảnh: …', a line 'Ảnh: …' that is a sentence."""
    words = found["name"].split()
    if len(words) > _LONGEST_CREDIT or re.search(r"[.!?]\s+\S+\s+\S+\s+\S+", found["name"]):
        return False
    if found[0][0].isspace() and found[0].lstrip()[0] not in "([" and found["word"][0].islower():
        return bool(re.search(r"[.,;!?…)\]”\-–—|]\s*$", text[: len(text) - len(found[0])]))
    alone = len(found[0]) == len(text)
    return not (alone and len(words) > _LONGEST_ALONE and text.endswith("."))


def _is_bare_credit(found: re.Match[str], text: str) -> bool:
    """Tell 'Ảnh TTXVN' from 'Ảnh Bác Hồ': alone on its line only capitals or a giver are a credit."""
    return len(found[0]) < len(text) or bool(found["giver"]) or is_capitals(found["name"])


def _kept_mark(tail: str) -> str:
    """Keep the full stop or quotation mark that the search took with it."""
    return tail[0] if tail[0] in _CLOSING else ""
