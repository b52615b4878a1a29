"""What stands around the text of a page of unknown layout: dates, byline, lead and pictures under its headline."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.sites.body import Line, Picture, walk_body
from crawler.sites.furniture import is_furniture
from crawler.sites.printed_headline import PrintedHeadline
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import clean, fold

_MOST_OPENING = 40  # items between headline and text: more are a part of the page that is not the article's
_MOST_CLOSING = 12  # lines after the text in which its signature or date is looked for
_MOST_STEPS_UP = 3  # from the element around headline and text
_MOST_BEFORE = 4  # lines before the headline: a date or a section is printed there
_LONGEST_DATE_LINE = 120  # letters
_MOST_WORDS_BESIDE = 6  # beside a date: 'Minh Anh', 'Lượt xem: 12'; more words are a sentence
_FEWEST_LEAD_WORDS = 8  # fewer are a label: 'Nghe đọc bài', 'Chia sẻ bài viết này'
_DATE_PARTS = re.compile(
    r"[(\[]?\s*(?:GMT|UTC)\s*[+]?\s*0?7?(?::?00)?\s*[)\]]?"
    r"|\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|t[2-7]|cn)\b"
    r"|\d[\d:./-]*(?:\s?(?:h|giờ|phút|am|pm|sa|ch)\b|h\d+['’]?|['’])?"
    r"|\b(?:ngày|tháng|năm|lúc|hồi|vào|am|pm|sa|ch|(?:ngày |giờ )?(?:cập nhật|đăng tải|đăng|xuất bản)"
    r"|publish\w*|posted|update\w*|lần cuối|trước)\b",
    re.I,
)
_AROUND_BYLINE = " \t|•·,;:–—-[]+/"
# 'Minh Anh1.640 lượt xem', '16:051.640 lượt xem': a space between two elements is set by a style sheet.
_VIEWS = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]?\d{3})*\s*lượt\s+(?:xem|đọc|truy cập)", re.I)
_GLUED_VIEWS = re.compile(r"(\d{1,2}[:h]\d{2})(\d{1,3}(?:[.,]\d{3})*\s*lượt)", re.I)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.I)
_BETWEEN_PARTS = re.compile(r"\s+(?:[|,;:/–—-]\s+)*")
_SENTENCE_END = re.compile(r"[.!?…”\"]$")


@dataclass
class Surroundings:
    """The items between headline and text, sorted by what they are, and the lines after the text that belong to it."""

    dates: list[str] = field(default_factory=list)
    byline_lines: list[str] = field(default_factory=list)
    opening: list[Line | Picture] = field(default_factory=list)  # sentences, pictures and captions, in their order
    signature_lines: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)  # the lines over the headline


def surroundings(
    headline: PrintedHeadline, part: HtmlElement, texts: list[str], base_url: str, now: datetime
) -> Surroundings:
    """Read what stands between the headline and the first of the part's texts, and after the last of them."""
    result = Surroundings()
    root = _common_ancestor(headline.element, part)
    if root is None or not texts:
        return result
    items = _items_with_lines_before(root, headline, base_url)
    places = [n for n, item in enumerate(items) if isinstance(item, Line)]
    title = fold(headline.text)
    start = next((n for n in places if fold(_text(items[n])) == title), -1)
    begin = next((n for n in places if n > start and _text(items[n]) == texts[0]), None)
    if begin is None:
        return result
    if start >= 0 and begin - start <= _MOST_OPENING:
        _sort_opening(items[start + 1 : begin], result, now)
    result.before = [item for item in items[: max(0, start)] if isinstance(item, Line)]
    if not result.dates:
        lines = _lines_before(items, start)
        for line in lines:
            _take_meta_line(line.text, result, now)
        if result.dates and not result.byline_lines:
            result.byline_lines = [line.text for line in lines if names_people(line.text)][-1:]
    end = next((n for n in reversed(places) if n >= begin and _text(items[n]) == texts[-1]), begin)
    _sort_closing(items[end + 1 :], result, now)
    return result


def _items_with_lines_before(root: HtmlElement, headline: PrintedHeadline, base_url: str) -> list[Line | Picture]:
    """Walk an element around headline and text; a larger one where the headline is at its beginning."""
    title = fold(headline.text)
    for _ in range(_MOST_STEPS_UP):
        items = walk_body(root, base_url).items
        start = next((n for n, item in enumerate(items) if fold(_text(item)) == title), 0)
        parent = root.getparent()
        if start >= _MOST_BEFORE or parent is None or parent.tag in ("body", "html"):
            break
        root = parent
    return items


def _lines_before(items: list[Line | Picture], start: int) -> list[Line]:
    """Return the lines just before the headline, from its breadcrumb or menu on: a clock stands over these."""
    lines: list[Line] = []
    for item in reversed(items[max(0, start - _MOST_BEFORE) : max(0, start)]):
        if isinstance(item, Picture) or item.linked_only or item.kind == "table":
            break
        lines.insert(0, item)
    return lines


def _text(item: Line | Picture) -> str:
    return item.text if isinstance(item, Line) else ""


def _common_ancestor(one: HtmlElement, other: HtmlElement) -> HtmlElement | None:
    ancestors = {one, *one.iterancestors()}
    return next((e for e in (other, *other.iterancestors()) if e in ancestors), None)


def _sort_opening(items: list[Line | Picture], result: Surroundings, now: datetime) -> None:
    for item in items:
        if isinstance(item, Picture):
            result.opening += [item] if _is_shown_for_itself(item) else []
        elif item.kind == "caption" or item.beside_picture:
            result.opening.append(item)
        elif _take_meta_line(item.text, result, now):
            continue
        elif bylines.looks_like_byline(item.text) or (item.kind == "paragraph" and names_people(item.text)):
            result.byline_lines.append(item.text)
        elif not item.linked_only and _is_prose(item.text) and not is_furniture(item.text):
            result.opening.append(item)
        else:
            result.others.append(item.text)


def _take_meta_line(text: str, result: Surroundings, now: datetime) -> bool:
    """Take the date of a line, and the byline beside it: '24/11/2026 16:05 Minh Anh 1.640 lượt xem'."""
    text = _VIEWS.sub(" ", _GLUED_VIEWS.sub(r"\1 \2", text))
    dated = date_line(text, now)
    beside = dated[0] if dated else clean(text)
    is_byline = names_people(beside) or (bylines.looks_like_byline(beside) and max(map(len, beside.split())) > 1)
    if is_byline and (dated or beside != clean(text) or not names_people(beside)):
        result.byline_lines.append(beside)
    if dated:
        result.dates.append(text)
    return dated is not None or (is_byline and beside in result.byline_lines)


def _is_shown_for_itself(picture: Picture) -> bool:
    """Return True unless a picture is a button: it leads to a page, as a logo of Google News does."""
    return not picture.link or bool(_PICTURE_FILE.search(urlsplit(picture.link).path))


def names_people(text: str) -> bool:
    """Return True for one or more names, none with a word of a single letter: 'A A' are the sizes of the print."""
    words = re.findall(r"[^\s,;&/–-]+", text)
    if not words or min(map(len, words)) < 2:
        return False
    return (2 <= len(words) <= 5 and bylines.looks_like_name(text)) or bylines.is_row_of_names(text)


def _is_prose(text: str) -> bool:
    words = text.split()
    return len(words) >= _FEWEST_LEAD_WORDS and (
        bool(_SENTENCE_END.search(text)) or len(words) >= 2 * _FEWEST_LEAD_WORDS
    )


def _sort_closing(items: list[Line | Picture], result: Surroundings, now: datetime) -> None:
    """Take the signature, source and date that follow the text at once; what another thing separates is not its."""
    dates_after = [] if result.dates else result.dates
    for n, item in enumerate(items[:_MOST_CLOSING]):
        if isinstance(item, Picture) or item.kind in ("subhead", "table") or is_furniture(item.text):
            return
        if date_line(item.text, now):
            dates_after.append(item.text)
        elif bylines.looks_like_byline(item.text) or (
            (item.align == "right" or (n == 0 and not item.linked_only)) and names_people(item.text)
        ):
            result.signature_lines.append(item.text)
        elif item.linked_only or len(item.text) > _LONGEST_DATE_LINE:
            return


def date_line(text: str, now: datetime | None = None) -> tuple[str, dates.Moment] | None:
    """Return what a line says beside its date, and the date; None for a line without one, or a sentence."""
    if len(text) > _LONGEST_DATE_LINE or not any(map(str.isdigit, text)):
        return None
    moment, _ = dates.published_and_modified(text, now)
    beside = _BETWEEN_PARTS.sub(" ", _DATE_PARTS.sub(" ", text)).strip(_AROUND_BYLINE)
    if moment is None or len(beside.split()) > _MOST_WORDS_BESIDE:
        return None
    return beside, moment
