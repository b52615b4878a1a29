"""Marks: how a paper signs its texts before their first word, 'GLO - …', 'TTH.VN - …', '(CMO) …'."""

import re
from functools import lru_cache

from crawler.outlets import Outlet
from crawler.vietnamese.text import fold

_NOT_PLACE = re.compile(
    r"\b(?:Báo|Tạp chí|Đài|Phát thanh|Truyền hình|và|điện tử|online|tỉnh|thành phố|TP\.)(?!\w)|[-–—,&().]", re.I
)
_SHORTEST_BARE = 3  # letters: 'TTH', 'ĐBP'; two letters before a dash may be any organ


@lru_cache(maxsize=128)
def marks_of(outlet_names: tuple[str, ...], catalogued: tuple[str, ...]) -> list[str]:
    """Return a paper's marks: the catalogue's, and the forms that papers make of their initials.

    Seen: GLO, CMO, QNO (online), BTNO (Báo … Online), HPĐT (điện tử), TTH.VN, and bare TTH and ĐBP.
    """
    marks = dict.fromkeys(form for mark in catalogued for form in (mark, f"{mark}.VN", f"{mark}.vn"))
    for name in outlet_names:
        initials = "".join(word[0].upper() for word in _NOT_PLACE.sub(" ", name).split())
        if len(initials) >= 2:
            marks |= dict.fromkeys(
                f"{start}{initials}{end}" for start in ("", "B") for end in ("O", "ĐT", ".VN", ".vn")
            )
            marks |= dict.fromkeys(m for m in (initials, f"B{initials}") if len(m) >= _SHORTEST_BARE)
    return list(marks)


def names_of(outlet: Outlet) -> tuple[str, ...]:
    """Return the names from which a paper makes its marks: its own, of today and before."""
    return (outlet.name, *outlet.former_names)


@lru_cache(maxsize=128)
def _own_mark(marks: tuple[str, ...], names: tuple[str, ...]) -> re.Pattern[str]:
    paper = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)) or r"(?!)"
    own_names = "|".join(f"(?:Báo )?{re.escape(name.removeprefix('Báo '))}" for name in names)
    return re.compile(
        rf"(?:(?:{own_names})\s*[-–—:]?\s*)?\(\s*(?:{paper})\s*\)\s*[-–—:.]*\s*|(?:{paper})\s*[-–—:]+\s*"
        rf"|[A-Z][A-Za-z]+\.(?:com\.)?(?:vn|VN)\s*[-–—:]\s*(?=[A-ZÀ-ỸĐ\d“\"])"
    )


def without_own_mark(text: str, marks: list[str], names: tuple[str, ...]) -> str:
    """Return a text without the paper's own marks before it, each as often as it is there: '(BTNO) - (BTNO)- …'."""
    pattern, end = _own_mark(tuple(marks), names), 0
    while match := pattern.match(text, end):
        end = match.end()
    return text[end:] or text


def is_own_mark(name: str, marks: list[str]) -> bool:
    """Return True if a name is a mark of the paper, in whichever case it was read."""
    return fold(name) in {fold(mark) for mark in marks}
