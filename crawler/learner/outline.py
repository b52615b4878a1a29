"""The outline of a page: its runs of text in reading order, each with the element that holds it, and its pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from crawler.learner.forms import folded
from crawler.page import SavedPage
from crawler.sites.element_text import BLOCKS, text_of
from crawler.sites.look import is_hidden
from crawler.vietnamese.text import clean

_SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "head", "select", "option", "iframe", "object"})
_PICTURES = frozenset({"img", "amp-img", "amp-anim"})
_SHORTEST_PROSE = 40  # letters: menus, labels and dates have fewer
_LINKED_SHARE = 0.5  # of a run's letters: a run of links leads elsewhere
_COMMENTS = re.compile(r"comment|binh-?luan|y-?kien|phan-?hoi|reply|discuss", re.I)
_ANSWERS = frozenset({"trả lời", "reply"})
_LONGEST_BUTTONS = 30  # letters of a row of buttons: 'Thích Trả lời Báo xấu'
_LONGEST_REMARK = 1500
_DEEPEST = 200  # elements inside each other


@dataclass(frozen=True, eq=False)
class Run:
    """One run of text: the element that holds it, the text, the letters in links, and its place in reading order."""

    element: HtmlElement
    text: str
    linked: int
    order: int

    @cached_property
    def folded(self) -> str:
        """Return the text for comparison."""
        return folded(self.text)

    @property
    def parts(self) -> Iterator[HtmlElement]:
        """Yield the inline elements of the line: a writer's name beside a date may have one of its own."""
        return (e for e in self.element.iterdescendants() if isinstance(e.tag, str) and not _holds_block(e))

    @property
    def is_linked(self) -> bool:
        """Return True for a run that is mostly links."""
        return self.linked > _LINKED_SHARE * len(self.text)

    @property
    def is_long(self) -> bool:
        """Return True for a run that may be a paragraph, by its length and its links."""
        return len(self.text) >= _SHORTEST_PROSE and not self.is_linked


class Outline:
    """Runs and pictures of one page, in reading order."""

    def __init__(self, page: SavedPage) -> None:
        self.page = page
        self.runs: list[Run] = []
        self.pictures: list[tuple[HtmlElement, int]] = []
        self.order: dict[HtmlElement, int] = {}
        bodies = page.select("//body")
        if bodies:
            self._walk(bodies[0], 0)

    @cached_property
    def run_by_element(self) -> dict[HtmlElement, Run]:
        """Map the element of each run to the run."""
        return {run.element: run for run in self.runs}

    @cached_property
    def remarks(self) -> set[HtmlElement]:
        """Return the elements in boxes of readers' remarks, by the button to answer one."""
        boxes = {_box_around(run.element) for run in self.runs if run.folded in _ANSWERS}
        return {inner for box in boxes if len(text_of(box)) <= _LONGEST_REMARK for inner in box.iter("*")}

    def is_remark(self, element: HtmlElement) -> bool:
        """Return True if an element is of a reader's remark: by the button under it, or by the names around it."""
        if element in self.remarks:
            return True
        for box in (element, *element.iterancestors()):
            if box.tag in ("body", "html"):
                break
            if _COMMENTS.search(f"{box.get('class') or ''} {box.get('id') or ''}"[:500]):
                return True
        return False

    @cached_property
    def linked_texts(self) -> set[str]:
        """Return the texts of the page's links, for comparison."""
        return {run.folded for run in self.runs if run.is_linked}

    @cached_property
    def run_orders(self) -> list[int]:
        """Return the places of the runs in reading order."""
        return [run.order for run in self.runs]

    def _walk(self, element: HtmlElement, depth: int) -> None:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or is_hidden(element) or depth > _DEEPEST:
            return
        self.order[element] = len(self.order)
        if element.tag in _PICTURES:
            self.pictures.append((element, self.order[element]))
            return
        if _has_letters(element.text, *(child.tail for child in element)):
            self._add_run(element)
        for child in element:
            if element not in self._whole or _holds_block(child):
                self._walk(child, depth + 1)
            elif isinstance(child.tag, str):
                self._number(child)

    @cached_property
    def _whole(self) -> set[HtmlElement]:
        """Return the elements whose inline children are part of their own run."""
        return set()

    def _number(self, element: HtmlElement) -> None:
        for inner in element.iter("*"):
            self.order[inner] = len(self.order)
            if inner.tag in _PICTURES:
                self.pictures.append((inner, self.order[inner]))

    def _add_run(self, element: HtmlElement) -> None:
        self._whole.add(element)
        text = text_of(element) if not _holds_block(element, itself=False) else clean(" ".join(_own_texts(element)))
        if text:
            linked = sum(len(clean(a.text_content())) for a in element.iter("a"))
            linked = len(text) if _is_in_link(element) else min(linked, len(text))
            self.runs.append(Run(element, text, linked, self.order[element]))


def _box_around(button: HtmlElement) -> HtmlElement:
    """Return the smallest element around a button that holds more than buttons."""
    return next((e for e in button.iterancestors() if len(text_of(e)) > _LONGEST_BUTTONS), button)


def _has_letters(*texts: str | None) -> bool:
    return any(text and any(map(str.isalnum, text)) for text in texts)


def _holds_block(element: HtmlElement, *, itself: bool = True) -> bool:
    """Return True if an element is, or holds, a block or a picture: it is not part of a line."""
    if not isinstance(element.tag, str):
        return False
    if itself and (element.tag in BLOCKS or element.tag in _PICTURES):
        return True
    return any(isinstance(e.tag, str) and (e.tag in BLOCKS or e.tag in _PICTURES) for e in element.iterdescendants())


def _own_texts(element: HtmlElement) -> Iterator[str]:
    """Yield the texts directly in an element and in its inline children, without those in blocks."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED and not _holds_block(child):
            yield text_of(child)
        yield child.tail or ""


def _is_in_link(element: HtmlElement) -> bool:
    return element.tag == "a" or next(element.iterancestors("a"), None) is not None
