"""Text of strangers on a page: bounded, its snippets' hits marked, an edit's words marked. All of it is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from crawler.article.time_zone import HANOI

# A headline of 3 MB would make a page that no browser shows; a body's block is seldom longer than 3,000.
LONGEST_LINE, LONGEST_BLOCK = 600, 20_000
# Comparing n words with m words takes n * m steps at worst.
MOST_WORDS = 1500
_WORD = re.compile(r"\S+\s*")
# Marks that turn the direction of what follows. One that is not ended, or ends what it did not begin, leaves <bdi>
# and turns our own words around: each is shown by its number.
_TURNING = {n: f"[U+{n:04X}]" for n in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_VIETNAMESE_SIGNS = str.maketrans(",.", ".,")


def straight(value: object) -> object:
    """Return a value for a page as it is, text with its marks of direction shown."""
    return value.translate(_TURNING) if isinstance(value, str) else value


def isolated(value: object, longest: int = LONGEST_LINE) -> Markup:
    """Return text in an element of its own, so that its direction ends with it; cut where it is too long."""
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


def number(value: int, language: str) -> str:
    """Return a number with its thousands apart, as the language writes it."""
    return _signs(f"{value:,}", language)


def size(value: object, language: str) -> str:
    """Return bytes as a person reads them."""
    bytes_left = float(str(value or 0))
    for unit in ("B", "KB", "MB", "GB"):
        if bytes_left < 1024:
            return _signs(f"{bytes_left:,.0f} {unit}" if unit == "B" else f"{bytes_left:,.1f} {unit}", language)
        bytes_left /= 1024
    return _signs(f"{bytes_left:,.1f} TB", language)


def percent(value: object, language: str) -> str:
    """Return a share as per cent; nothing where it is unknown."""
    return "" if value is None else _signs(f"{float(str(value)) * 100:.4g} %", language)


def _signs(digits: str, language: str) -> str:
    return digits.translate(_VIETNAMESE_SIGNS) if language == "vi" else digits
