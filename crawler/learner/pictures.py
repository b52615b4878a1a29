"""Captions and credits inside the text: lines of a place of their own that stand nowhere but under pictures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.outline import Run
from crawler.learner.paths import counts_inside
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.outlets.profile import Place
from crawler.sites.element_text import text_of
from crawler.vietnamese import bylines, captions

_LONGEST_CAPTION = 500  # letters
_LONGEST_CREDIT = 60
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.I)
_FEWEST = 3  # lines
_UNDER = 0.9  # of a caption place's lines stand under a picture
_SURE_UNDER = 0.97


@dataclass(frozen=True, eq=False)
class UnderPicture:
    """The runs directly under a picture, until the next paragraph: at most two."""

    caption: Run | None
    credit: Run | None


def under_pictures(facts: PageFacts, holder: HtmlElement, end: int) -> list[UnderPicture]:
    """Return what stands under each picture inside the text, which ends at `end`."""
    inside = set(holder.iter("*"))
    pictures = [n for e, n in facts.outline.pictures if e in inside and n < end and not _leads_elsewhere(e)]
    items: list[tuple[int, Run | None]] = [(n, None) for n in pictures]
    items += [(r.order, r) for r in facts.outline.runs if r.element in inside and r.order < end and not r.is_linked]
    items.sort(key=lambda item: item[0])
    under = []
    for n, (_, run) in enumerate(items):
        if run is None:
            following = [r for _, r in items[n + 1 : n + 3]]
            first = following[0] if following else None
            second = following[1] if first is not None and len(following) > 1 else None
            under.append(UnderPicture(first, second))
    return under


def _leads_elsewhere(picture: HtmlElement) -> bool:
    """Return True for a picture that links to something else than a picture, as those of other articles do."""
    link = next(picture.iterancestors("a"), None)
    return link is not None and not _PICTURE_FILE.search(urlsplit(link.get("href") or "").path)


def caption_places(
    pages: Sequence[PageFacts], holders: Mapping[PageFacts, HtmlElement], ends: Mapping[PageFacts, int]
) -> tuple[list[Place], list[Place]]:
    """Return the places of captions and of credits inside the text."""
    lines = {facts: under_pictures(facts, holder, ends[facts]) for facts, holder in holders.items()}
    direct = {
        f: [u.caption.element for u in under if u.caption and len(u.caption.text) <= _LONGEST_CAPTION]
        for f, under in lines.items()
    }
    second = {
        f: [u.credit.element for u in under if u.credit and _is_credit(u.credit.text)] for f, under in lines.items()
    }
    credit_lines = {
        f: {*second[f], *(u.caption.element for u in lines[f] if u.caption and captions.is_credit_only(u.caption.text))}
        for f in lines
    }
    credits = [
        spot
        for _, spot in best_spots(
            spots_of(pages, credit_lines), lambda spot: _judge(spot, holders, credit_lines, _is_credit), most=2
        )
    ]
    credit_paths = {spot.path for spot in credits}
    candidates = [spot for spot in spots_of(pages, direct) if spot.path not in credit_paths]
    found = best_spots(
        candidates, lambda spot: _judge(spot, holders, {f: set(e) for f, e in direct.items()}, None), most=3
    )
    captions_found = [_place(spot, holders, {f: set(e) for f, e in direct.items()}) for _, spot in found]
    return captions_found, [_place(spot, holders, credit_lines) for spot in credits]


def _is_credit(text: str) -> bool:
    if captions.is_credit_only(text):
        return True
    return len(text) <= _LONGEST_CREDIT and bylines.looks_like_name(text) and len(text.split()) > 1


def _lines_at(spot: Spot, holders: Mapping[PageFacts, HtmlElement]) -> list[tuple[PageFacts, HtmlElement, str]]:
    """Return the elements at a path that lie inside the text, with their runs' text."""
    lines = []
    for facts, elements in spot.elements.items():
        holder = holders.get(facts)
        for element in elements:
            if (
                holder is not None
                and (element is holder or holder in set(element.iterancestors()))
                and (run := facts.outline.run_by_element.get(element))
            ):
                lines.append((facts, element, run.text))
    return lines


def _judge(
    spot: Spot,
    holders: Mapping[PageFacts, HtmlElement],
    under: Mapping[PageFacts, set[HtmlElement]],
    is_form: object,
) -> float | None:
    lines = _lines_at(spot, holders)
    total = sum(bool(text_of(element)) for elements in spot.elements.values() for element in elements)
    if len(lines) < _FEWEST or len(lines) < 0.9 * total or counts_inside(spot.path, lines[0][1], holders[lines[0][0]]):
        return None
    hits = sum(element in under.get(facts, ()) for facts, element, _ in lines)
    if hits < _UNDER * len(lines):
        return None
    if callable(is_form) and sum(map(is_form, (text for _, _, text in lines))) < _UNDER * len(lines):
        return None
    if len({text for _, _, text in lines}) < 2:
        return None
    return len(lines) / max(1, sum(map(len, under.values()))) - 0.3 * spot.is_by_position


def _place(spot: Spot, holders: Mapping[PageFacts, HtmlElement], under: Mapping[PageFacts, set[HtmlElement]]) -> Place:
    lines = _lines_at(spot, holders)
    hits = sum(element in under.get(facts, ()) for facts, element, _ in lines)
    formed = sum(captions.looks_like_caption(text) for _, _, text in lines)
    return spot.place({"under a picture": hits, "form": formed}, sure=hits >= _SURE_UNDER * len(lines))
