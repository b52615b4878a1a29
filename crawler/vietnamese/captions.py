"""Captions: what the picture shows, and who took it."""

import re
from dataclasses import dataclass

from crawler.vietnamese.text import clean

# The credit is the caption's tail after 'Ảnh:'; '(Ảnh: X)', '- Ảnh: X', 'Ảnh X' at the end in capitals.
_CREDIT = re.compile(
    r"(?:^|[\s(\[.,;\-–—|/”\"'])[(\[]?\s*(?:Ảnh|Nguồn ảnh|Nguồn|Photo|Đồ họa)\s*[:：]\s*"
    r"(?P<name>[^:：]{1,80}?)\s*[)\].]*\s*$",
    re.I,
)
_ILLUSTRATION = re.compile(r"(?:^|(?<=[\s.(]))\(?(?:Ảnh|Hình)\s+minh\s+[hH](?:ọa|oạ)\)?\.?$", re.I)
_EDGES = " \t-–—|/([,;"


@dataclass(frozen=True)
class Caption:
    """A caption split into what it says and whom it credits."""

    text: str | None
    credit: str | None


def split(raw: str | None) -> Caption:
    """Split 'Quang cảnh. Ảnh: A' into text and credit; 'Ảnh: A' alone is all credit."""
    text = clean(raw)
    found = _CREDIT.search(text)
    if not found:
        return Caption(text or None, None)
    credit = found["name"].strip(" .-–—")
    if not credit:
        return Caption(text or None, None)
    if re.fullmatch(r"minh h(?:ọa|oạ)", credit, re.I):
        return Caption(text or None, None)
    said = text[: found.start()] + _kept_mark(text[found.start()], found)
    return Caption(clean(said).rstrip(_EDGES).strip() or None, credit)


def is_credit_only(raw: str) -> bool:
    """Tell whether the whole line credits a picture and says nothing else."""
    found = split(raw)
    return found.text is None and found.credit is not None


def looks_like_caption(raw: str) -> bool:
    """Tell whether a line by its words alone belongs to a picture."""
    text = clean(raw)
    return bool(split(text).credit or _ILLUSTRATION.search(text))


def _kept_mark(first: str, found: re.Match[str]) -> str:
    """Keep the full stop or quotation mark that the search took with it."""
    return first if first in ".”\"'" and found[0].startswith(first) else ""
