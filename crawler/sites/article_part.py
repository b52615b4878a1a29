"""The part of an unknown page that holds its article: the element around the lines that an extractor found, walked.

An extractor separates the text from the rest of the page, but drops pictures and takes captions for text. The body
walker reads pictures and captions, but does not know where the article begins and ends. So both are used.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.sites.article_text import ArticleText, claim_lines
from crawler.sites.body import LONGEST_CAPTION, BodyWalk, Line, Picture, walk_body
from crawler.sites.furniture import is_furniture
from crawler.sites.text_run import Extracted, text_run
from crawler.vietnamese import bylines
from crawler.vietnamese.text import clean

IsOtherArticle = Callable[[str], bool]  # of a link

_LEAVES = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "div", "section", "article")
_SHORTEST_EXTRACTED = 25  # letters: menus have shorter lines too
_PART_SHARE = 0.9  # of the extracted letters: a quotation in a separate box does not widen the part
# Of the extractor's letters: with less, the walker reads something else. The two set lists of links differently.
_EXTRACTED_SHARE = 0.5
_TEXT_SHARE = 0.6  # of the walked letters; a photo story's captions take a third
_LONGEST_SIGNATURE = 120  # letters of a line after the text that may name who wrote it
_LONGEST_SUBHEAD = 150  # letters of a bold line between paragraphs
_LONGEST_LABEL = 60  # letters of a line among the entries of a list: a date, a section, its heading
_SHORTEST_PARAGRAPH = 30  # letters: shorter lines between paragraphs are labels of players and galleries


def claim_extracted_lines(
    page: HtmlElement | None,
    lines: list[Line],
    base_url: str,
    *,
    headline: str | None,
    outside_byline: str | None,
    is_other_article: IsOtherArticle,
) -> tuple[ArticleText, HtmlElement | None]:
    """Return the article's text and the element that holds its lines, or None where they are scattered.

    Pictures and captions between the lines are added where there is such an element. With a headline, what is set apart
    under it is left to who reads that.
    """
    part = _enclosing_element(page, [line.text for line in lines]) if page is not None else None
    if part is not None and (walk := _walk_part(part, lines, base_url, headline, is_other_article)):
        text = claim_lines(walk, outside_byline=outside_byline, is_other_article=is_other_article)
        # On a page of pictures with a plain text under each, the walker takes all of it for captions: the extractor is
        # right. Lines that are set as captions say nothing of that.
        plain = (i for i in walk.items if isinstance(i, Line) and not (i.italic or i.align == "center"))
        if sum(len(block.text) for block in text.blocks) >= _TEXT_SHARE * _count_letters(plain):
            return text, part
    return claim_lines(BodyWalk(items=[*lines]), outside_byline=outside_byline, is_other_article=is_other_article), part


def _count_letters(items: Iterable[Line | Picture]) -> int:
    return sum(len(item.text) for item in items if isinstance(item, Line))


def _walk_part(
    part: HtmlElement, lines: list[Line], base_url: str, headline: str | None, is_other_article: IsOtherArticle
) -> BodyWalk | None:
    """Walk the part from the first of the lines to the last, with the pictures before and the signature after them.

    Return None where the walker does not find most of the lines.
    """
    walk = walk_body(part, base_url)
    extracted = Extracted({line.text for line in lines}, "\n".join(line.text for line in lines))
    if _count_letters(filter(extracted.has, walk.items)) < _EXTRACTED_SHARE * _count_letters(lines):
        return None
    run = text_run(walk.items, extracted, headline, is_other_article)
    if run is None:
        return None
    first, end = run.first, run.places[-1] + 1 if run.places else run.first
    begin = first
    while begin and _belongs_to_picture(walk.items[begin - 1]):
        begin -= 1
    items = [*walk.items[begin:first], *(walk.items[n] for n in run.places)]
    own_items = _without_last_list(items, is_other_article)
    # Where a list of other articles ends the text, the items after it are not the article's either.
    after_list: list[Line | Picture] = [
        i for i in items[len(own_items) :] if isinstance(i, Line) and not i.links and _is_signature(i)
    ]
    following = walk.items[end:] if len(own_items) == len(items) else after_list
    walk.items = _article_items(own_items, extracted, fills_gaps=headline is not None) + _items_after_text(following)
    return walk


def _enclosing_element(page: HtmlElement, texts: list[str]) -> HtmlElement | None:
    """Return the deepest element around nearly all of the texts; None where the page has them in another form."""
    extracted = {text for text in texts if len(text) >= _SHORTEST_EXTRACTED}
    weight: dict[HtmlElement, int] = defaultdict(int)
    for block in page.iter(*_LEAVES):
        letters = sum(_count_extracted_letters(text, extracted) for text in _direct_texts(block))
        for element in (block, *block.iterancestors()) if letters else ():
            weight[element] += letters
    total = max(weight.values(), default=0)
    if not total or total < _EXTRACTED_SHARE * sum(map(len, extracted)):
        return None
    enclosing = [element for element, letters in weight.items() if letters >= _PART_SHARE * total]
    return max(enclosing, key=lambda element: sum(1 for _ in element.iterancestors()))


def _direct_texts(block: HtmlElement) -> Iterator[str]:
    """Yield the text of a block that holds no blocks, or the bare texts between the blocks in it."""
    if next(block.iterdescendants(*_LEAVES), None) is None:
        yield clean(block.text_content())
    else:
        yield from (clean(text) for text in (block.text, *(child.tail for child in block)))


def _count_extracted_letters(text: str, extracted: set[str]) -> int:
    """Count the letters that the extractor found: a text may hold several of its lines, separated by line breaks."""
    if len(text) < _SHORTEST_EXTRACTED:
        return 0
    return len(text) if text in extracted else sum(len(line) for line in extracted if line in text)


def _article_items(items: list[Line | Picture], extracted: Extracted, *, fills_gaps: bool) -> list[Line | Picture]:
    """Return what the extractor found, with pictures, captions, and whole paragraphs that are set as its lines are.

    With `fills_gaps` a subhead or a list between its lines is the text's too: extractors drop those beside a picture.
    On pages in other languages, whose headline nobody gives, these are boxes as often.
    """
    settings = {(i.kind, i.classes) for i in items if isinstance(i, Line) and extracted.has(i)}
    last = max((n for n, i in enumerate(items) if extracted.has(i)), default=0)
    article_items: list[Line | Picture] = []
    for n, (before, item) in enumerate(zip([None, *items], items, strict=False)):
        if isinstance(item, Picture) or extracted.has(item) or item.kind == "caption":
            article_items.append(item)
        elif isinstance(before, Picture) and item.kind == "paragraph" and len(item.text) <= LONGEST_CAPTION:
            article_items.append(replace(item, kind="caption"))
        elif not item.links:
            is_subhead = item.kind == "subhead" or (item.bold and len(item.text) <= _LONGEST_SUBHEAD)
            is_part = fills_gaps and n < last and (is_subhead or item.kind == "list_item")
            is_set_so = len(item.text) >= _SHORTEST_PARAGRAPH and (item.kind, item.classes) in settings
            article_items += [item] if is_part or is_set_so else []
    return article_items


def _without_last_list(items: list[Line | Picture], is_other_article: IsOtherArticle) -> list[Line | Picture]:
    """Cut the list of other articles at the end of a part, with its heading: an extractor takes it for text."""
    cut = len(items)
    for n in reversed(range(len(items))):
        item = items[n]
        leads_away = any(map(is_other_article, item.links if isinstance(item, Line) else [item.link]))
        if leads_away and (isinstance(item, Picture) or item.linked_only or item.kind == "list_item"):
            cut = n
        elif isinstance(item, Line) and len(item.text) > _LONGEST_LABEL:
            break
    heading = items[cut - 1] if 0 < cut < len(items) else None
    if isinstance(heading, Line) and heading.kind == "subhead" and len(heading.text) <= _LONGEST_LABEL:
        cut -= 1
    return items[:cut]


def _items_after_text(items: list[Line | Picture]) -> list[Line | Picture]:
    """Return the article's items that follow its text: pictures with captions, and the signature."""
    article_items: list[Line | Picture] = []
    for item in items:
        if not (_belongs_to_picture(item) or (isinstance(item, Line) and _is_signature(item))):
            break
        article_items.append(item)
    while article_items and isinstance(article_items[-1], Picture):
        article_items.pop()
    return article_items


def _belongs_to_picture(item: Line | Picture) -> bool:
    return isinstance(item, Picture) or item.kind == "caption" or item.beside_picture


def _is_signature(line: Line) -> bool:
    looks_signed = (line.align == "right" and not is_furniture(line.text)) or bylines.looks_like_byline(line.text)
    return looks_signed and len(line.text) <= _LONGEST_SIGNATURE and not line.linked_only
