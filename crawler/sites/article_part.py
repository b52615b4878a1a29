"""Where an unknown page holds its article: round the lines that an extractor found, walked as any family's container.

An extractor tells the text from the page's furniture, but drops pictures and takes captions for text; the walker knows
both, but not where the article begins and ends. Each is asked for what it knows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.sites.article_text import ArticleText, sort_lines
from crawler.sites.body import LONGEST_CAPTION, BodyWalk, Line, Picture, walk_body
from crawler.vietnamese import bylines
from crawler.vietnamese.text import clean

_LEAVES = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "div", "section", "article")
_SHORTEST = 25  # letters: shorter lines stand in menus as well
_MOST_OF_IT = 0.9  # of the letters found: a quotation in a box of its own does not widen the part
_ENOUGH = 0.5  # of the extractor's letters: less, and the walker reads something else; lists of links it sets otherwise
_MOST_TEXT = 0.6  # of the walked letters; a photo story's captions take a third
_SIGNATURE = 120  # letters of a line after the text that may tell who wrote it
_LABEL = 60  # letters: what stands among the entries of a list: dates, sections, its heading
_PARAGRAPH = 30  # letters: shorter lines between paragraphs are labels of players and galleries


def sort_extracted(
    page: HtmlElement | None,
    lines: list[Line],
    base_url: str,
    *,
    known_byline: str | None,
    foreign: Callable[[str], bool],
) -> tuple[ArticleText, HtmlElement | None]:
    """Tell the lines' story with the pictures and captions among them; without, where they stand scattered.

    The element that holds them comes with it.
    """
    part = _round(page, [line.text for line in lines]) if page is not None else None
    if part is not None and (found := _walk_of(part, lines, base_url, foreign)):
        story = sort_lines(found, known_byline=known_byline, foreign=foreign)
        # A page of pictures with a text under each reads as captions: then the extractor's word stands.
        if sum(len(block.text) for block in story.blocks) >= _MOST_TEXT * _letters(found.items):
            return story, part
    return sort_lines(BodyWalk(items=[*lines]), known_byline=known_byline, foreign=foreign), part


def _letters(items: Iterable[Line | Picture]) -> int:
    return sum(len(item.text) for item in items if isinstance(item, Line))


def _walk_of(part: HtmlElement, lines: list[Line], base_url: str, foreign: Callable[[str], bool]) -> BodyWalk | None:
    """Walk the part from the first of the lines to the last, and what goes with them."""
    walked = walk_body(part, base_url)
    said = "\n".join(line.text for line in lines)
    places = [n for n, i in enumerate(walked.items) if isinstance(i, Line) and i.text in said]
    if _letters(walked.items[n] for n in places) < _ENOUGH * _letters(lines):
        return None
    first, end = places[0], places[-1] + 1
    while first and _is_of_picture(walked.items[first - 1]):
        first -= 1
    items = walked.items[first:end]
    own = _without_last_list(items, foreign)
    # Where a list of other articles ends the text, what stands behind it is not the article's either.
    walked.items = _text(own, said) + _after(walked.items[end:] if len(own) == len(items) else [])
    return walked


def _round(page: HtmlElement, texts: list[str]) -> HtmlElement | None:
    """Return the deepest element round nearly all of the texts; None where the page holds them in another form."""
    known = {text for text in texts if len(text) >= _SHORTEST}
    weight: dict[HtmlElement, int] = defaultdict(int)
    for block in page.iter(*_LEAVES):
        letters = sum(_known_letters(text, known) for text in _own_texts(block))
        for element in (block, *block.iterancestors()) if letters else ():
            weight[element] += letters
    total = max(weight.values(), default=0)
    if not total or total < _ENOUGH * sum(map(len, known)):
        return None
    round_it = [element for element, letters in weight.items() if letters >= _MOST_OF_IT * total]
    return max(round_it, key=lambda element: sum(1 for _ in element.iterancestors()))


def _own_texts(block: HtmlElement) -> Iterator[str]:
    """Yield the text of a block without blocks in it, or what stands bare between those."""
    if next(block.iterdescendants(*_LEAVES), None) is None:
        yield clean(block.text_content())
    else:
        yield from (clean(text) for text in (block.text, *(child.tail for child in block)))


def _known_letters(text: str, known: set[str]) -> int:
    """Count the letters that are the extractor's: a text may hold several of its lines, parted by line breaks."""
    if len(text) < _SHORTEST:
        return 0
    return len(text) if text in known else sum(len(line) for line in known if line in text)


def _text(items: list[Line | Picture], said: str) -> list[Line | Picture]:
    """Leave out what the extractor left out, but captions, and whole paragraphs that are set as the text is."""
    settings = {(i.kind, i.classes) for i in items if isinstance(i, Line) and i.text in said}
    kept: list[Line | Picture] = []
    for before, item in zip([None, *items], items, strict=False):
        if isinstance(item, Picture) or item.text in said or item.kind == "caption":
            kept.append(item)
        elif isinstance(before, Picture) and item.kind == "paragraph" and len(item.text) <= LONGEST_CAPTION:
            kept.append(replace(item, kind="caption"))
        elif len(item.text) >= _PARAGRAPH and not item.links and (item.kind, item.classes) in settings:
            kept.append(item)
    return kept


def _without_last_list(items: list[Line | Picture], foreign: Callable[[str], bool]) -> list[Line | Picture]:
    """Cut the list of other articles that ends a part, with its heading: an extractor takes it for text."""
    cut = len(items)
    for n in reversed(range(len(items))):
        item = items[n]
        leads_away = any(map(foreign, item.links if isinstance(item, Line) else [item.link]))
        if leads_away and (isinstance(item, Picture) or item.linked_only or item.kind == "list_item"):
            cut = n
        elif isinstance(item, Line) and len(item.text) > _LABEL:
            break
    heading = items[cut - 1] if 0 < cut < len(items) else None
    if isinstance(heading, Line) and heading.kind == "subhead" and len(heading.text) <= _LABEL:
        cut -= 1
    return items[:cut]


def _after(items: list[Line | Picture]) -> list[Line | Picture]:
    """Return what still belongs to the article behind its text: pictures with captions, and who wrote it."""
    kept: list[Line | Picture] = []
    for item in items:
        if not (_is_of_picture(item) or (isinstance(item, Line) and _is_signature(item))):
            break
        kept.append(item)
    while kept and isinstance(kept[-1], Picture):
        kept.pop()
    return kept


def _is_of_picture(item: Line | Picture) -> bool:
    return isinstance(item, Picture) or item.kind == "caption" or item.beside_picture


def _is_signature(line: Line) -> bool:
    set_so = line.align == "right" or bylines.looks_like_byline(line.text)
    return set_so and len(line.text) <= _SIGNATURE and not line.linked_only
