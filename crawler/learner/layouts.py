"""Layouts: pages grouped by the boxes around headline and text, and what tells each group from the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler.learner.bodies import holders
from crawler.learner.facts import PageFacts
from crawler.learner.paths import named_steps
from crawler.learner.prose import Prose
from crawler.learner.titles import headline_run
from crawler.outlets.short_paths import short_path

FEWEST_PAGES = 4  # of a layout: fewer show nothing that repeats
_SAME_LAYOUT = 0.5  # of the boxes of two pages together: optional boxes are a third at most
_COMMON = 0.9  # of a layout's pages have a box of its signature
_ELSEWHERE = 0.1  # of the other pages may have it
_LONGEST_SIGNATURE = 6  # boxes
_MOST_ANCESTORS = 12
_MOST_NEIGHBOURS = 40
_ROUNDS = 2
_FEWEST_NAMED = 3  # boxes with names: fewer do not tell layouts apart
Boxes = frozenset[str]


def boxes_of(facts: PageFacts, prose: Prose, repeated: frozenset[str]) -> Boxes:
    """Return the steps of the boxes around headline and text, and beside them; their tags where none has a name."""
    run = headline_run(facts, repeated)
    anchors = [run.element] if run else []
    anchors += holders(prose)[:1]
    boxes: set[str] = set()
    for anchor in anchors:
        for element in (anchor, *islice(anchor.iterancestors(), _MOST_ANCESTORS)):
            boxes.update(
                _step(child)
                for child in islice(element.getparent() if element.getparent() is not None else (), _MOST_NEIGHBOURS)
                if _is_box(child)
            )
    named = {box for box in boxes if "[" in box}
    return frozenset(named if len(named) >= _FEWEST_NAMED else named.union(*map(_trail, anchors)))


def _trail(element: HtmlElement) -> set[str]:
    """Return the tags from the root to an element and to each around it: the holders of short texts are narrower."""
    tags = [str(e.tag) for e in (element, *element.iterancestors()) if e.tag != "html"][::-1]
    return {f"//{'/'.join(tags[: n + 1])}" for n in range(1, len(tags))}


def _is_box(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in ("script", "style", "link", "meta", "br", "img", "head")


def _step(element: HtmlElement) -> str:
    steps = named_steps(element)
    return f"//{steps[0]}" if steps else f"//{element.tag}"


def grouped(boxes: Mapping[PageFacts, Boxes]) -> list[list[PageFacts]]:
    """Return the pages of each layout, the largest first; a page joins the group whose common boxes it shares."""
    counts = Counter(box for page_boxes in boxes.values() for box in page_boxes)
    known = {facts: frozenset(b for b in page_boxes if counts[b] > 1) for facts, page_boxes in boxes.items()}
    cores: list[Boxes] = []
    groups: list[list[PageFacts]] = []
    for _ in range(_ROUNDS):
        groups = [[] for _ in cores]
        for facts, page_boxes in known.items():
            similar = [(_overlap(page_boxes, core), -n) for n, core in enumerate(cores)]
            score, place = max(similar, default=(0.0, 0))
            if score < _SAME_LAYOUT:
                cores.append(page_boxes)
                groups.append([facts])
            else:
                groups[-place].append(facts)
        cores = [_core([known[facts] for facts in group]) for group in groups if group]
    return sorted((g for g in groups if len(g) >= FEWEST_PAGES), key=lambda group: (-len(group), group[0].page.url))


def _core(pages: Sequence[Boxes]) -> Boxes:
    counts = Counter(box for boxes in pages for box in boxes)
    return frozenset(box for box, count in counts.items() if 2 * count >= len(pages))


def _overlap(one: Boxes, other: Boxes) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def signature_of(
    group: Sequence[PageFacts], groups: Sequence[Sequence[PageFacts]], boxes: Mapping[PageFacts, Boxes]
) -> list[str]:
    """Return the boxes that the group's pages have and those of other groups have not; the commonest first."""
    counts = Counter(box for facts in group for box in boxes[facts])
    others = [facts for other in groups if other is not group for facts in other]
    elsewhere = Counter(box for facts in others for box in boxes[facts])
    common = [box for box, count in counts.items() if count >= _COMMON * len(group)]
    own = [box for box in common if elsewhere[box] <= _ELSEWHERE * len(others)]
    ranked = sorted(own or common, key=lambda box: (-counts[box], elsewhere[box], len(box), box))
    return [short_path(box) for box in ranked[:_LONGEST_SIGNATURE]]
