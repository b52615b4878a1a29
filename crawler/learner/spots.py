"""Spots: paths on which the pages of a layout agree, each with the elements that it leads to on every page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.paths import candidate_paths, is_by_position, width_of
from crawler.outlets.profile import Place
from crawler.outlets.short_paths import short_path
from crawler.sites.element_text import text_of

_MOST_PATHS = 40  # judged for a field: the most supported ones
_MOST_TARGETS = 8  # elements of one page that vote
_MOST_PLACES = 3  # of a field in one layout: optional markup has a second form, seldom a third
_FEWEST_PAGES = 2  # on which a place must be filled
_SURE_PAGES = 10  # fewer pages are a coincidence


@dataclass(eq=False)
class Spot:
    """A path, and the elements to which it leads on each page, in the pages' order."""

    path: str
    pages: Sequence[PageFacts]
    is_wanted: Callable[[PageFacts, HtmlElement], bool] | None = None

    @cached_property
    def elements(self) -> dict[PageFacts, list[HtmlElement]]:
        """Map each page on which the path leads somewhere to its elements."""
        selected = {facts: facts.page.select(self.path) for facts in self.pages}
        if wanted := self.is_wanted:
            selected = {facts: [e for e in elements if wanted(facts, e)] for facts, elements in selected.items()}
        return {facts: elements for facts, elements in selected.items() if elements}

    @cached_property
    def texts(self) -> dict[PageFacts, str]:
        """Map each page to the first text at the path, as a family reads it."""
        texts = {facts: next(filter(None, map(text_of, e)), "") for facts, e in self.elements.items()}
        return {facts: text for facts, text in texts.items() if text}

    @cached_property
    def fill(self) -> float:
        """Return the share of pages with text at the path."""
        return len(self.texts) / len(self.pages)

    @cached_property
    def variety(self) -> float:
        """Return the share of different texts: 1.0 where no two pages have the same."""
        return len(set(self.texts.values())) / len(self.texts) if self.texts else 0.0

    @cached_property
    def many(self) -> float:
        """Return the share of pages on which the path leads to several elements."""
        return sum(len(e) > 1 for e in self.elements.values()) / len(self.elements) if self.elements else 0.0

    @property
    def is_by_position(self) -> bool:
        """Return True for a path that counts elements."""
        return is_by_position(self.path)

    def place(self, agree: Mapping[str, int], *, sure: bool) -> Place:
        """Return the spot as a place with its evidence."""
        return Place(
            path=short_path(self.path),
            pages=len(self.texts) or len(self.elements),
            agree={name: agree[name] for name in sorted(agree) if agree[name]},
            sure=sure and len(self.pages) >= _SURE_PAGES,
        )


def spots_of(
    pages: Sequence[PageFacts],
    targets: Mapping[PageFacts, Iterable[HtmlElement]],
    *,
    most: int = _MOST_TARGETS,
    is_wanted: Callable[[PageFacts, HtmlElement], bool] | None = None,
) -> list[Spot]:
    """Return the paths to the targets, those of most pages first; of equals the named ones of few steps.

    `is_wanted` tells which of the elements at a path the reader will take.
    """
    support: Counter[str] = Counter()
    for elements in targets.values():
        support.update({path for element in [*elements][:most] for path in candidate_paths(element)})
    ranked = sorted(support, key=lambda path: (-support[path], is_by_position(path), *width_of(path), path))
    return [Spot(path, pages, is_wanted) for path in ranked[:_MOST_PATHS]]


def best_spots(
    spots: Iterable[Spot], judge: Callable[[Spot], float | None], *, most: int = _MOST_PLACES
) -> list[tuple[float, Spot]]:
    """Return the best spot by a judge (None refuses one), then those that fill pages which the better ones leave."""
    judged = [(score, spot) for spot in spots if (score := judge(spot)) is not None]
    judged.sort(key=lambda each: (-round(each[0], 2), each[1].is_by_position, len(each[1].path), each[1].path))
    chosen: list[tuple[float, Spot]] = []
    covered: set[int] = set()
    for score, spot in judged:
        new = {id(facts) for facts in spot.elements} - covered
        if len(chosen) < most and len(new) >= (
            _FEWEST_PAGES if not chosen else max(_FEWEST_PAGES, len(spot.pages) // 20)
        ):
            chosen.append((score, spot))
            covered |= new
    return chosen
