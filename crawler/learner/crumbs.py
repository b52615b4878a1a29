"""The section: links before the text of which many pages share a few values."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.learner.facts import PageFacts
from crawler.learner.forms import folded
from crawler.learner.spots import Spot, best_spots, spots_of
from crawler.learner.tags import href_of
from crawler.learner.titles import says
from crawler.outlets.profile import Place
from crawler.vietnamese.agreement import names_agree
from crawler.vietnamese.text import clean

_LONGEST = 45  # letters of a section's name or a tag
_HOME = frozenset({"trang chủ", "trang nhất", "home", "homepage", "trang đầu"})
_FEWEST_PAGES = 3
_SHORTEST_HEADLINE = 12  # letters
_ON_ALL = 0.9  # of the pages
_SHOWN = 0.5  # of the names of sections are links, in the menu or in the address
Orders = Mapping[PageFacts, tuple[int, int]]


def section_places(pages: Sequence[PageFacts], orders: Orders, starts: Mapping[PageFacts, int]) -> list[Place]:
    """Return the places of the breadcrumb: the same few names over the headlines of many pages.

    `starts` are where the text begins on each page: labels behind it may be set as crumbs are.
    """
    targets = {facts: _short_before_text(facts, orders) for facts in pages if facts in orders}

    def is_before_text(facts: PageFacts, element: HtmlElement) -> bool:
        return facts not in starts or facts.outline.order.get(element, 0) < starts[facts]

    spots = spots_of(pages, targets, most=16, is_wanted=is_before_text)
    chosen = best_spots(spots, lambda spot: _judge_section(spot, orders), most=2)
    return [_section_place(spot) for _, spot in chosen]


def _short_before_text(facts: PageFacts, orders: Orders) -> list[HtmlElement]:
    """Return the elements of short texts before the article's text, the nearest to the headline first."""
    headline, text = orders[facts]
    runs = [run for run in facts.outline.runs if run.order <= max(text, headline) and len(run.text) <= _LONGEST]
    runs = [run for run in runs if run.folded not in _HOME and not re.search(r"\d{2}", run.text)]
    nearest = sorted(runs, key=lambda run: abs(run.order - headline))
    linked, plain = [r for r in nearest if r.is_linked], [r for r in nearest if not r.is_linked]
    in_address = [run for run in nearest if _is_in_address(run.text, facts.page.url)]
    return [run.element for run in dict.fromkeys([*in_address[:4], *linked[:6], *plain[:6]])]


def names_at(spot: Spot, facts: PageFacts) -> tuple[str, ...]:
    """Return the names at a breadcrumb's path, without the home page."""
    texts = (clean(e.text_content()).strip(" /»›>") for e in spot.elements.get(facts, []))
    return tuple(dict.fromkeys(t for t in texts if folded(t) and folded(t) not in _HOME and not _is_headline(facts, t)))


def _is_headline(facts: PageFacts, text: str) -> bool:
    """Return True for a breadcrumb's last step that is the article itself."""
    return len(text) > _SHORTEST_HEADLINE and any(says(title, text) for title in facts.titles.values())


def _judge_section(spot: Spot, orders: Orders) -> float | None:
    names = {facts: n for facts in spot.elements if (n := names_at(spot, facts))}
    if len(names) < _FEWEST_PAGES or any(len(n) > 4 or any(len(t) > _LONGEST for t in n) for n in names.values()):
        return None
    kinds = Counter(names.values())
    if len(kinds) < 2 or len(kinds) > max(3, len(names) // 2) or kinds.most_common(1)[0][1] > 0.9 * len(names):
        return None
    if any(href_of(element).startswith("#") for elements in spot.elements.values() for element in elements):
        return None  # the row goes on in buttons, as 'Trả lời' and 'Thích' under a reader's remark
    agreed, witnessed = _section_agreement(names)
    in_address = sum(_is_in_address(n[0], f.page.url) or _is_in_address(n[-1], f.page.url) for f, n in names.items())
    above = sum(f.outline.order.get(spot.elements[f][0], 0) <= orders[f][0] for f in names if f in orders)
    linked = sum(_is_link(spot.elements[f][0]) for f in names)
    count = len(names)
    if witnessed and agreed < 0.5 * witnessed and in_address < 0.3 * count:
        return None
    in_menu = sum(bool(facts.outline.linked_texts & {folded(n[0]), folded(n[-1])}) for facts, n in names.items())
    if not agreed and max(linked, in_address, in_menu) < _SHOWN * count:
        return None  # a line over the headline, as 'Phóng sự', that leads nowhere
    score = count / len(spot.pages) + 0.5 * above / count + 0.4 * linked / count + in_address / count
    score += 0.1 * sum(map(len, names.values())) / count - 0.5 * _constant_share(names)
    return score + (agreed / witnessed if witnessed else 0.0) - 0.3 * spot.is_by_position


def _constant_share(names: Mapping[PageFacts, tuple[str, ...]]) -> float:
    """Return the share of the names that nearly all pages have: the paper's topics beside the crumbs."""
    counts = Counter(name for values in names.values() for name in values)
    constant = sum(count for count in counts.values() if count > _ON_ALL * len(names))
    return constant / counts.total()


def _section_agreement(names: Mapping[PageFacts, tuple[str, ...]]) -> tuple[int, int]:
    agreed = witnessed = 0
    for facts, values in names.items():
        verdicts = [v for s in facts.sections.values() if (v := names_agree(list(values), s)) is not None]
        witnessed += bool(verdicts)
        agreed += any(verdicts)
    return agreed, witnessed


def _is_link(element: HtmlElement) -> bool:
    return (
        element.tag == "a"
        or (element.getparent() is not None and element.getparent().tag == "a")
        or next(element.iter("a"), None) is not None
    )


def _is_in_address(name: str, url: str) -> bool:
    """Return True if an address has a section's name, as slugs are made: 'Kinh tế' in '/kinh-te/…'."""
    slug = re.sub(r"[^a-z0-9]+", "-", without_accents(name)).strip("-")
    return len(slug) >= 4 and slug in re.split(r"[/.?=&]", unquote(urlsplit(url).path))


def without_accents(text: str) -> str:
    """Return a text in small letters without accents, as addresses write it."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _section_place(spot: Spot) -> Place:
    names = {facts: n for facts in spot.elements if (n := names_at(spot, facts))}
    agree: Counter[str] = Counter()
    for facts, values in names.items():
        agree.update(name for name, others in facts.sections.items() if names_agree(list(values), others))
        agree["address"] += any(_is_in_address(value, facts.page.url) for value in values)
    agreed, witnessed = _section_agreement(names)
    sure = len(names) >= 0.9 * len(spot.pages) and (
        agreed >= 0.9 * witnessed
        if witnessed
        else agree["address"] >= 0.5 * len(names)
        or sum(_is_link(spot.elements[f][0]) for f in names) >= 0.9 * len(names)
    )
    return spot.place(agree, sure=sure)
