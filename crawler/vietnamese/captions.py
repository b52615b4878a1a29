"""Captions: what a picture shows, and who took it."""

import re
from dataclasses import dataclass

from crawler.vietnamese.text import clean, is_capitals

# The credit is the end of the caption, after 'Ảnh:': '(Ảnh: X)', '- Ảnh: X'.
_CREDIT = re.compile(
    r"(?:^|[\s(\[.,;!?…\-–—|/”\"')\]])[(\[]?\s*(?P<word>Ảnh|Nguồn ảnh|Nguồn|Photo|Đồ họa)\s*[:：]\s*"
    r"(?P<name>[^:：]{1,80}?)\s*[)\].]*\s*$",
    re.I,
)
# Without a colon only after the end of a sentence or in brackets: '. Ảnh TTXVN', '(Ảnh do nhân vật cung cấp)'.
_CREDIT_WITHOUT_COLON = re.compile(
    r"(?:^|(?<=[.!?…”)])\s*|\s[-–—]\s*|(?<=\s)(?=[(\[]))[(\[]?\s*(?i:Ảnh)\s+"
    r"(?P<name>(?i:(?:do\s+)?(?P<giver>[^:：.()]{2,50}?\s+cung cấp))|"
    r"[A-ZÀ-ỸĐ][\w.+]*(?:[\s/-]+[A-ZÀ-ỸĐ][\w.+]*){0,4})\s*[)\].]*\s*$"
)
_ILLUSTRATION = re.compile(r"(?:^|(?<=[\s.(]))\(?(?:Ảnh|Hình)\s+minh\s+[hH](?:ọa|oạ)\)?\.?$", re.I)
_PICTURE_DESCRIPTION = re.compile(r"^(?:Trong ảnh|Ảnh (?:trên|dưới|trái|phải|lớn|nhỏ))\s*[:：,]", re.I)
_CREDIT_LENGTH = 200  # letters at the end of a line in which a credit is searched
_JOINING_SIGNS = " \t-–—|/([,;"
_CLOSING_MARKS = ".!?…”\"')]"
_LONGEST_CREDIT = (
    10  # words: 'Phòng Cảnh sát giao thông Công an tỉnh cung cấp'; a longer one is a caption that begins with 'Ảnh:'
)
_LONGEST_CREDIT_LINE = 6  # words of a whole line that ends with a full stop: a longer one is a sentence


@dataclass(frozen=True)
class Caption:
    """A caption split into its text and its credit."""

    text: str | None
    credit: str | None


def split(raw: str | None) -> Caption:
    """Split 'Quang cảnh. Ảnh: A' into text and credit; 'Ảnh: A' has only a credit."""
    text = clean(raw)
    match, without_colon = _credit_matches(text)
    tail = match or without_colon
    if not tail or (match and not _is_credit(match, text)):
        return Caption(text or None, None)
    if without_colon and not _is_credit_without_colon(without_colon, text):
        return Caption(text or None, None)
    credit = tail["name"] if match else (tail["giver"] or tail["name"])
    credit = credit.strip(" .-–—")
    if credit.count("(") > credit.count(")"):
        credit += ")"
    if not credit or re.fullmatch(r"minh h(?:ọa|oạ)", credit, re.I):
        return Caption(text or None, None)
    shown = text[: len(text) - len(text[-_CREDIT_LENGTH:]) + tail.start()] + _closing_mark(tail[0])
    return Caption(clean(shown).rstrip(_JOINING_SIGNS).strip() or None, credit)


def _credit_matches(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """Return the match of a credit with a colon, or else of one without, at the end of a line.

    The patterns are slow, so their signs are looked for first.
    """
    end = text[-_CREDIT_LENGTH:]
    match = _CREDIT.search(end) if ":" in end or "：" in end else None
    return match, _CREDIT_WITHOUT_COLON.search(end) if match is None and "ảnh" in end.lower() else None


def is_credit_only(raw: str) -> bool:
    """Return True if the whole line is the credit of a picture."""
    caption = split(raw)
    return caption.text is None and caption.credit is not None


def credits_photo(raw: str) -> bool:
    """Return True if a line ends with a picture's credit: 'Ảnh: A', not 'Nguồn: WHO', which a text may also have."""
    text = clean(raw)
    match, _ = _credit_matches(text)
    return bool(split(text).credit) and (match is None or match["word"].casefold() != "nguồn")


def looks_like_caption(raw: str) -> bool:
    """Return True if a line belongs to a picture, judged by its words alone."""
    text = clean(raw)
    return bool(split(text).credit or _ILLUSTRATION.search(text) or _PICTURE_DESCRIPTION.match(text))


def _is_credit(match: re.Match[str], text: str) -> bool:
    """Return False for prose: 'Trong ảnh: …', 'một số hình ảnh: …', a line 'Ảnh: …' that is a sentence."""
    words = match["name"].split()
    if len(words) > _LONGEST_CREDIT or re.search(r"[.!?]\s+\S+\s+\S+\s+\S+", match["name"]):
        return False
    if match[0][0].isspace() and match[0].lstrip()[0] not in "([" and match["word"][0].islower():
        return bool(re.search(r"[.,;!?…)\]”\-–—|]\s*$", text[: len(text) - len(match[0])]))
    is_whole_line = len(match[0]) == len(text)
    return not (is_whole_line and len(words) > _LONGEST_CREDIT_LINE and text.endswith("."))


def _is_credit_without_colon(match: re.Match[str], text: str) -> bool:
    """Return True for 'Ảnh TTXVN', False for 'Ảnh Bác Hồ': as a whole line only capitals or a giver are a credit."""
    return len(match[0]) < len(text) or bool(match["giver"]) or is_capitals(match["name"])


def _closing_mark(tail: str) -> str:
    """Return the full stop or quotation mark of the text before, which the pattern matched with the credit."""
    return tail[0] if tail[0] in _CLOSING_MARKS else ""
