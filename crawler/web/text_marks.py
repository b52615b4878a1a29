"""Text of strangers on a page: bounded, its snippets' hits marked, an edit's words marked. All of it is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# A headline of 3 MB would make a page that no browser shows; a body's block is seldom longer than 3,000.
LONGEST_LINE, LONGEST_BLOCK = 600, 20_000
# Comparing n words with m words takes n * m steps at worst.
MOST_WORDS = 1500
_WORD = re.compile(r"\S+\s*")


def isolated(value: object, longest: int = LONGEST_LINE) -> Markup:
    """Return text in an element of its own, so that marks of direction end with it; cut where it is too long."""
    text = "" if value is None else str(value)
    if len(text) <= longest:
        return Markup("<bdi>{}</bdi>").format(text)
    return Markup('<bdi>{}</bdi><span class="cut"> … ({:,})</span>').format(text[:longest], len(text))


def block(value: object) -> Markup:
    """Return a paragraph's text, isolated and cut where it is too long."""
    return isolated(value, LONGEST_BLOCK)


def snippet(value: object) -> Markup:
    """Return a passage with its hits marked; a <b> that the text itself holds can at worst mark more words."""
    parts, inside = [], False
    for part in re.split(r"(</?b>)", str(value or "")):
        if part in ("<b>", "</b>"):
            if (part == "<b>") != inside:
                parts.append(Markup("<mark>" if part == "<b>" else "</mark>"))
                inside = part == "<b>"
        else:
            parts.append(escape(part))
    return Markup("<bdi>{}{}</bdi>").format(Markup("").join(parts), Markup("</mark>" if inside else ""))


def edit_marks(before: object, after: object) -> Markup:
    """Return two texts as one, words that went as <del>, words that came as <ins>."""
    return Markup("<bdi>{}</bdi>").format(Markup("").join(_edits(str(before or ""), str(after or ""))))


def _edits(before: str, after: str) -> Iterator[Markup]:
    old, new = _WORD.findall(before[:LONGEST_BLOCK]), _WORD.findall(after[:LONGEST_BLOCK])
    steps: Sequence[tuple[str, int, int, int, int]]
    if max(len(old), len(new)) > MOST_WORDS:
        steps = [("replace", 0, len(old), 0, len(new))]
    else:
        steps = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False).get_opcodes()
    for step, a, b, c, d in steps:
        if step == "equal":
            yield escape("".join(new[c:d]))
            continue
        if b > a:
            yield Markup("<del>{}</del> ").format("".join(old[a:b]).rstrip())
        if d > c:
            yield Markup("<ins>{}</ins> ").format("".join(new[c:d]).rstrip())


def moment(value: object, precision: str | None = None) -> str:
    """Return a time in Việt Nam as it is written there; only the day where no more is known."""
    if isinstance(value, datetime):
        local = value.astimezone(HANOI)
        return f"{local:%d/%m/%Y}" if precision == "day" else f"{local:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def size(value: object) -> str:
    """Return bytes as a person reads them."""
    number = float(str(value or 0))
    for unit in ("B", "KB", "MB", "GB"):
        if number < 1024:
            return f"{number:,.0f} {unit}" if unit == "B" else f"{number:,.1f} {unit}"
        number /= 1024
    return f"{number:,.1f} TB"


def percent(value: object) -> str:
    """Return a share as per cent; nothing where it is unknown."""
    return "" if value is None else f"{float(str(value)) * 100:.4g} %"
