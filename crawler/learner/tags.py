"""Tags: links behind the headline that belong to one article each."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.forms import folded
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.outlets.profile import Place
from crawler.vietnamese.agreement import names_agree
from crawler.vietnamese.text import clean

_LONGEST = 45  # letters of a tag
_FEWEST_PAGES = 3
_MENU = 0.8  # of the pages have the same texts at a menu's place
_TAGS = 0.8  # of the links at a place of tags lead to lists of a tag, or are named so
_TAG_LABEL = re.compile(r"\s*(?:từ kh(?:óa|oá|oa)|tags?|thẻ|chủ đề|keywords?)\b", re.I)
# A row of tags among paragraphs has no name of its own but its label.
_LABELLED = tuple(
    f"//{tag}[starts-with(normalize-space(),'{label}')]//a"
    for tag in ("p", "div")
    for label in ("Từ khóa", "Từ khoá", "TỪ KHÓA", "Tags", "Tag:")
)
_TAG_LINK = re.compile(
    r"/(?:tags?|tu-khoa|tukhoa|chu-de|keyword|tim-kiem|search)\b|[?&](?:tag(?:id)?|q|keyword)=|-p?tag\d*\b", re.I
)
Orders = Mapping[PageFacts, tuple[int, int]]


def tag_places(pages: Sequence[PageFacts], orders: Orders) -> list[Place]:
    """Return the places of the article's tags: rows of links of their own after the headline."""
    targets = {facts: _tag_links(facts, orders) for facts in pages if facts in orders}
    counts: Counter[str] = Counter()
    for facts in pages:
        counts.update({run.folded for run in facts.outline.runs if run.is_linked})

    def is_after_headline(facts: PageFacts, element: HtmlElement) -> bool:
        return facts not in orders or facts.outline.order.get(element, 0) > orders[facts][0]

    spots = spots_of(pages, targets, is_wanted=is_after_headline)
    spots += [Spot(path, pages, is_after_headline) for path in _LABELLED]
    chosen = best_spots(spots, lambda spot: _judge_tags(spot, counts), most=1)
    return [_tag_place(spot) for _, spot in chosen]


def _tag_links(facts: PageFacts, orders: Orders) -> list[HtmlElement]:
    keywords = {folded(k) for k in facts.keywords}
    links = [r for r in facts.outline.runs if r.is_linked and len(r.text) <= _LONGEST and r.order > orders[facts][0]]
    boxes = {r.element.getparent() for r in facts.outline.runs if _TAG_LABEL.match(r.text) and len(r.text) <= _LONGEST}
    named = [r for r in links if r.folded.lstrip("# ") in keywords or _TAG_LINK.search(href_of(r.element))]
    labelled = [r for r in links if boxes.intersection([*r.element.iterancestors()][:3])]
    return [r.element for r in dict.fromkeys([*named, *labelled])]


def _follows_label(element: HtmlElement) -> bool:
    """Return True for a link in the box of a label: 'Từ khóa:', 'Tags'."""
    boxes = [*element.iterancestors()][:3]
    return any(_TAG_LABEL.match(clean(box.text_content()[:_LONGEST])) for box in boxes)


def is_tag(element: HtmlElement) -> bool:
    """Return True for a link to a list of a tag's articles, by its address."""
    return bool(_TAG_LINK.search(href_of(element)))


def href_of(element: HtmlElement) -> str:
    """Return the address of a link, or of the one around an element; '' without one."""
    link = element if element.tag == "a" else next(element.iterancestors("a"), None)
    return (link.get("href") or "") if link is not None else ""


def _judge_tags(spot: Spot, counts: Counter[str]) -> float | None:
    tags = {f: t for f in spot.elements if (t := tuple(clean(e.text_content()) for e in spot.elements[f]))}
    if len(tags) < _FEWEST_PAGES or any(len(t) > 15 or max(map(len, t)) > 2 * _LONGEST for t in tags.values()):
        return None
    elements = [element for f in tags for element in spot.elements[f]]
    links = sum(e.tag == "a" or next(e.iter("a"), None) is not None for e in elements)
    if links < 0.9 * len(elements) or Counter(tags.values()).most_common(1)[0][1] > 0.5 * len(tags):
        return None
    if any(href_of(element) == "#" for element in elements):
        return None  # by position: on pages without tags the buttons for sharing stand there
    values = [folded(text) for texts in tags.values() for text in texts]
    if sum(counts[value] > _MENU * len(spot.pages) for value in values) > 0.02 * len(values):
        return None  # the buttons of other sites beside the tags
    named = sum(map(is_tag, elements)) / len(elements)
    agreed = sum(bool(names_agree(list(t), f.keywords)) for f, t in tags.items()) / len(tags)
    labelled = sum(map(_follows_label, elements)) / len(elements)
    if max(named, agreed, labelled) < _TAGS:
        return None
    average = sum(map(len, tags.values())) / len(tags)
    return (
        len(tags) / len(spot.pages) + max(named, agreed, labelled) + 0.1 * min(average, 4) - 0.2 * spot.is_by_position
    )


def _tag_place(spot: Spot) -> Place:
    agreed = sum(
        bool(names_agree([clean(e.text_content()) for e in spot.elements[f]], f.keywords)) for f in spot.elements
    )
    witnessed = sum(bool(f.keywords) for f in spot.elements)
    return spot.place({"meta keywords": agreed}, sure=agreed >= 0.9 * witnessed > 0)
