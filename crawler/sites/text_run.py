"""The run of an unknown page's text: which of the walker's lines around the extracted ones are set as the text is.

An extractor takes teasers and readers' remarks for text, and drops paragraphs beside a box. Both show by their setting:
a paper sets its paragraphs in one way, and what follows the text in others; or by what stands before and after them.
"""

from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass

from crawler.sites.body import Line, Picture
from crawler.sites.furniture import begins_comments, ends_article, is_furniture, is_links_box, is_switch
from crawler.sites.surroundings import date_line
from crawler.vietnamese.text import same

Setting = tuple[str, str, bool, bool]  # kind, classes of the block and all around it, italic, bold
_LEAST_SHARE = 0.5  # of the extracted letters in one setting, to be the text's
_FEWEST_LINES = 2  # of the text before what follows it: switches and a box of links may stand at its beginning too
_SHORTEST_PROSE = 30  # letters
_FIRST_LINES = 8  # under the headline, in which something else than the text's paragraphs can stand


@dataclass(frozen=True)
class Extracted:
    """The lines that an extractor found, whole and joined: a line of the page may be part of one of them."""

    lines: Container[str]
    joined: str

    def has(self, item: Line | Picture) -> bool:
        """Return True if a line is one of them or, where it is long, a part of one."""
        if isinstance(item, Picture):
            return False
        return item.text in self.lines or (len(item.text) >= _SHORTEST_PROSE and item.text in self.joined)


@dataclass
class TextRun:
    """The places of the text's items among all: from `first` to the last of `places`."""

    first: int
    places: list[int]


def text_run(
    items: list[Line | Picture], extracted: Extracted, headline: str | None, is_other_article: Callable[[str], bool]
) -> TextRun | None:
    """Return where the text is among the items; None where no extracted line is.

    With a headline, what stands before it is no text, and what is set apart under it is left out: it is read as what
    stands around the text.
    """
    start = _place_after_headline(items, headline)
    places = [n for n in range(start, len(items)) if extracted.has(items[n])]
    if not places:
        return None
    setting = _text_setting(items, places)
    first = places[0]
    if setting and start:
        first = _first_paragraph(items, start, first, setting)
    while setting and setting[1] and first > start and _goes_on(items[first - 1], setting):
        first -= 1
    end = max(places[-1], first) + 1
    return TextRun(first, _places_of_run(items, first, end, setting, is_other_article))


def _place_after_headline(items: list[Line | Picture], headline: str | None) -> int:
    if not headline:
        return 0
    places = (n for n, i in enumerate(items) if isinstance(i, Line) and not i.linked_only and same(i.text, headline))
    return next(places, -1) + 1


def _text_setting(items: list[Line | Picture], places: list[int]) -> Setting | None:
    """Return the setting of most extracted letters in paragraphs; None where no setting prevails."""
    letters: Counter[Setting] = Counter()
    for n in places:
        if _is_prose(item := items[n]) and isinstance(item, Line) and item.kind == "paragraph":
            letters[_setting(item)] += len(item.text)
    setting, count = next(iter(letters.most_common(1)), (None, 0))
    return setting if count >= _LEAST_SHARE * letters.total() else None


def _setting(line: Line) -> Setting:
    return line.kind, line.classes, line.italic, line.bold


def _places_of_run(
    items: list[Line | Picture],
    first: int,
    end: int,
    setting: Setting | None,
    is_other_article: Callable[[str], bool],
) -> list[int]:
    """Walk from the first item to the end, and on while the setting goes on, up to what follows an article.

    After links to other articles the text goes on only in a setting that it had before, and not as their teasers.
    """
    seen: set[tuple[str, str]] = set()
    kept: list[int] = []
    prose, after_links = 0, False
    ahead, behind = sum(_letters(item) for item in items[first:end]), 0  # letters up to the end, and of what is kept
    for n in range(first, len(items)):
        item = items[n]
        if isinstance(item, Picture):
            kept += [n] if n < end and not after_links else []
            continue
        from_here, ahead = ahead, ahead - (_letters(item) if n < end else 0)
        if prose >= _FEWEST_LINES and (ends_article(item.text) or is_switch(item.text)):
            if begins_comments(item.text) or from_here <= behind:
                break
            continue
        if is_links_box(item.text) or _leads_away(item, is_other_article):
            after_links = after_links or prose >= _FEWEST_LINES
        elif after_links and not _is_texts_again(items, n, seen, setting, is_other_article):
            continue
        if is_furniture(item.text) or (prose >= _FEWEST_LINES and date_line(item.text)):
            continue
        is_in_list = item.kind == "list_item" and kept[-1:] == [n - 1] and not item.links and not after_links
        if n < end or is_in_list or (setting and (setting[1] or not after_links) and _goes_on(item, setting)):
            kept.append(n)
            behind += _letters(item)
        if not after_links:
            seen.add((item.kind, item.classes))
            prose += _is_prose(item)
    return kept


def _is_texts_again(
    items: list[Line | Picture],
    place: int,
    seen: set[tuple[str, str]],
    setting: Setting | None,
    is_other_article: Callable[[str], bool],
) -> bool:
    """Return True if a line after links is the text's: set as lines before them, or a subhead over such a line."""
    item = items[place]
    if not isinstance(item, Line) or _is_teaser(items, place, is_other_article):
        return False
    following = items[place + 1] if place + 1 < len(items) else None
    over_text = setting is not None and following is not None and _goes_on(following, setting)
    return (item.kind, item.classes) in seen or (item.kind == "subhead" and not item.links and over_text)


def _letters(item: Line | Picture) -> int:
    return len(item.text) if isinstance(item, Line) else 0


def _is_teaser(items: list[Line | Picture], place: int, is_other_article: Callable[[str], bool]) -> bool:
    """Return True for a line between a headline that leads away and the next one, its picture, or the end."""
    before = next((i for i in reversed(items[max(0, place - 2) : place]) if len(_text(i)) >= _SHORTEST_DATE), None)
    after = items[place + 1] if place + 1 < len(items) else None
    follows = isinstance(before, Line) and before.kind != "list_item" and _leads_away(before, is_other_article)
    return follows and (after is None or isinstance(after, Picture) or _leads_away(after, is_other_article))


_SHORTEST_DATE = 20  # letters: a date between headline and teaser has fewer


def _text(item: Line | Picture) -> str:
    return item.text if isinstance(item, Line) else ""


def _leads_away(line: Line, is_other_article: Callable[[str], bool]) -> bool:
    return line.linked_only and any(map(is_other_article, line.links))


def _first_paragraph(items: list[Line | Picture], start: int, first: int, setting: Setting) -> int:
    """Return where the text's own paragraphs begin: a few lines set apart before them are not text of the body."""
    begin = next((n for n in range(first, min(len(items), first + _FIRST_LINES)) if _goes_on(items[n], setting)), first)
    while begin > max(start, first) and not _is_apart(items[begin - 1]):
        begin -= 1
    return begin


def _is_apart(item: Line | Picture) -> bool:
    """Return True unless an item before the first paragraph is a picture, a caption or a subhead of the text."""
    return isinstance(item, Line) and item.kind != "caption" and not (item.kind == "subhead" and not _is_prose(item))


def _is_prose(item: Line | Picture) -> bool:
    return isinstance(item, Line) and not item.linked_only and len(item.text) >= _SHORTEST_PROSE


def _goes_on(item: Line | Picture, setting: Setting) -> bool:
    return isinstance(item, Line) and _is_prose(item) and _setting(item) == setting
