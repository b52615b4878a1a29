"""What stands around the text of a page of unknown layout: dates, byline, lead and pictures under its headline."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from lxml.html import HtmlElement

from crawler.sites.body import Line, Picture, walk_body
from crawler.sites.furniture import is_furniture
from crawler.sites.printed_headline import PrintedHeadline
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import clean, fold

_MOST_OPENING = 40  # items between headline and text: more are a part of the page that is not the article's
_MOST_CLOSING = 12  # lines after the text in which its signature or date is looked for
_MOST_BEFORE = 4  # lines before the headline: a date or a section is printed there
_LONGEST_DATE_LINE = 120  # letters
_MOST_WORDS_BESIDE = 6  # beside a date: 'Minh Anh', 'Lượt xem: 12'; more words are a sentence
_FEWEST_LEAD_WORDS = 8  # fewer are a label: 'Nghe đọc bài', 'Chia sẻ bài viết này'
_DATE_PARTS = re.compile(
    r"\d+|\b(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật|ngày|tháng|năm|giờ|phút|lúc|gmt|utc|am|pm|sa|ch|h|hồi|vào"
    r"|cập nhật|đăng|xuất bản|đăng tải|đăng lúc|publish\w*|posted|update\w*|lần cuối|trước)\b|[^\w\s]+",
    re.I,
)
_LABEL = re.compile(r"[\s|•·,;:–—-]*(?:tác giả|by)?[\s|•·,;:–—-]*", re.I)
_SENTENCE_END = re.compile(r"[.!?…”\"]$")


@dataclass
class Surroundings:
    """The items between headline and text, sorted by what they are, and the lines after the text that belong to it."""

    dates: list[str] = field(default_factory=list)
    byline_lines: list[str] = field(default_factory=list)
    opening: list[Line | Picture] = field(default_factory=list)  # sentences, pictures and captions, in their order
    signature_lines: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def surroundings(
    headline: PrintedHeadline, part: HtmlElement, texts: list[str], base_url: str, now: datetime
) -> Surroundings:
    """Read what stands between the headline and the first of the part's texts, and after the last of them."""
    result = Surroundings()
    root = _common_ancestor(headline.element, part)
    if root is None or not texts:
        return result
    items = walk_body(root, base_url).items
    places = [n for n, item in enumerate(items) if isinstance(item, Line)]
    title = fold(headline.text)
    start = next((n for n in places if fold(_text(items[n])) == title), -1)
    begin = next((n for n in places if n > start and _text(items[n]) == texts[0]), None)
    if begin is None:
        return result
    if start >= 0 and begin - start <= _MOST_OPENING:
        _sort_opening(items[start + 1 : begin], result, now)
    if not result.dates:
        result.dates = [line.text for line in _lines_before(items, start) if date_line(line.text, now)]
    end = next((n for n in reversed(places) if n >= begin and _text(items[n]) == texts[-1]), begin)
    _sort_closing(items[end + 1 :], result, now)
    return result


def _lines_before(items: list[Line | Picture], start: int) -> list[Line]:
    """Return the lines just before the headline, from its breadcrumb or menu on: a clock stands over these."""
    lines: list[Line] = []
    for item in reversed(items[max(0, start - _MOST_BEFORE) : max(0, start)]):
        if isinstance(item, Picture) or item.linked_only:
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
        if isinstance(item, Picture) or item.kind == "caption" or item.beside_picture:
            result.opening.append(item)
        elif beside := date_line(item.text, now):
            result.dates.append(item.text)
            if bylines.looks_like_name(beside[0]) and 2 <= len(beside[0].split()):
                result.byline_lines.append(beside[0])
        elif bylines.looks_like_byline(item.text) or _names_people(item):
            result.byline_lines.append(item.text)
        elif not item.linked_only and _is_prose(item.text):
            result.opening.append(item)
        else:
            result.others.append(item.text)


def _names_people(line: Line) -> bool:
    """Return True for a line of two to five words with capitals that is set as text: a writer under the headline."""
    words = line.text.split()
    return line.kind == "paragraph" and 2 <= len(words) <= 5 and bylines.looks_like_name(line.text)


def _is_prose(text: str) -> bool:
    words = text.split()
    return len(words) >= _FEWEST_LEAD_WORDS and (
        bool(_SENTENCE_END.search(text)) or len(words) >= 2 * _FEWEST_LEAD_WORDS
    )


def _sort_closing(items: list[Line | Picture], result: Surroundings, now: datetime) -> None:
    """Take the signature, source and date that follow the text at once; what another thing separates is not its."""
    dates_after = [] if result.dates else result.dates
    for item in items[:_MOST_CLOSING]:
        if isinstance(item, Picture) or item.kind in ("subhead", "table") or is_furniture(item.text):
            return
        if date_line(item.text, now):
            dates_after.append(item.text)
        elif bylines.looks_like_byline(item.text) or item.align == "right":
            result.signature_lines.append(item.text)
        elif item.linked_only or len(item.text) > _LONGEST_DATE_LINE:
            return


def date_line(text: str, now: datetime) -> tuple[str, dates.Moment] | None:
    """Return what a line says beside its date, and the date; None for a line without one, or a sentence."""
    if len(text) > _LONGEST_DATE_LINE or not any(map(str.isdigit, text)):
        return None
    moment, _ = dates.published_and_modified(text, now)
    beside = clean(_LABEL.sub(" ", _DATE_PARTS.sub(" ", text), count=1))
    if moment is None or len(beside.split()) > _MOST_WORDS_BESIDE:
        return None
    return beside, moment
