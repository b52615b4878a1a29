"""Paths: the XPaths that may lead to an element on every page of a layout, short ones by class and id first."""

import re
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from crawler.sites.places import has

_WORD = re.compile(r"[A-Za-z_][\w-]*")  # no quotes, no colons: what XPathSearch finds without a walk
_SEVERAL_CLASSES = re.compile(r"(?=.{3,120}$)[^\s'\"]+(?: [^\s'\"]+)+")
_COUNT = re.compile(r"\[\d+\]")
_SPEAKING_TAGS = frozenset({"h1", "h2", "time", "article", "main", "figcaption", "amp-img", "address"})
_MOST_ANCHORS = 6  # ancestors
_MOST_CLASSES = 4
_MOST_ROWS = 2  # ancestors that may hold a row of such elements
_HEADINGS = frozenset({"h1", "h2", "h3"})
_MOST_BESIDE = 4  # elements between a heading and what follows it
_LONGEST_NAME = 60  # letters of a class or id


def candidate_paths(element: HtmlElement) -> list[str]:
    """Return the paths that lead to an element, and perhaps to others, the shortest first; each page votes for its own.

    By its class or id; by those of an ancestor, with its tag or its position below; by position after a heading beside
    it, as a kicker before that moves all others; and by position alone.
    """
    steps = named_steps(element)
    paths = [f"//{step}" for step in steps]
    tag = str(element.tag)
    if tag in _SPEAKING_TAGS:
        paths.append(f"//{tag}")
    tags, positions = tag, _position(element)
    for ancestor in islice(element.iterancestors(), _MOST_ANCHORS):
        if ancestor.tag == "html":
            break
        for anchor in named_steps(ancestor) if ancestor.tag != "body" else []:
            paths += [f"//{anchor}//{step}" for step in steps[:2]]
            paths += [f"//{anchor}/{tags}", f"//{anchor}/{positions}"]
            if tags != tag:
                paths.append(f"//{anchor}//{tag}")
        tags, positions = f"{ancestor.tag}/{tags}", f"{_position(ancestor)}/{positions}"
    rows = [e for e in islice(element.iterancestors(), _MOST_ROWS) if e.tag not in ("body", "html", "li", "tr", "td")]
    paths += [f"{absolute_path(row)}//{tag}" for row in rows]
    paths += _after_heading(element)
    paths.append(absolute_path(element))
    return list(dict.fromkeys(paths))


def _after_heading(element: HtmlElement) -> list[str]:
    """Return the path to an element from the heading before it, if one stands beside it."""
    parent, place = element.getparent(), 1
    for before in islice(element.itersiblings(preceding=True), _MOST_BESIDE):
        if before.tag in _HEADINGS and parent is not None:
            return [f"{absolute_path(parent)}/{before.tag}/following-sibling::{element.tag}[{place}]"]
        place += before.tag == element.tag
    return []


def named_steps(element: HtmlElement) -> list[str]:
    """Return the steps that name an element by id, class, all classes together, or itemprop: "div[@id='main']"."""
    attributes = element.attrib
    return [
        *_steps(str(element.tag), attributes.get("id", ""), attributes.get("class", ""), attributes.get("itemprop", ""))
    ]


@lru_cache(maxsize=1 << 14)
def _steps(tag: str, name: str, class_names: str, itemprop: str) -> tuple[str, ...]:
    names = [name, *class_names.split()[:_MOST_CLASSES]]
    identifier, *classes = [name if _is_usable(name) else "" for name in names]
    steps = [f"{tag}[@id='{identifier}']"] if identifier else []
    steps += [f"{tag}[{has(name)}]" for name in classes if name]
    if _SEVERAL_CLASSES.fullmatch(class_names):  # that say a look, as 'flex mt-2 text-sm', and name a box together
        steps.append(f"{tag}[@class='{class_names}']")
    return (*steps, f"{tag}[@itemprop='{itemprop}']") if _WORD.fullmatch(itemprop) else tuple(steps)


def _is_usable(name: str) -> bool:
    """Return True for a name that a path can hold; one with an article's number is voted for by that page alone."""
    return bool(_WORD.fullmatch(name)) and len(name) <= _LONGEST_NAME


def absolute_path(element: HtmlElement) -> str:
    """Return the path by positions from the root."""
    return "/" + "/".join(reversed([_position(e) for e in (element, *element.iterancestors())]))


def _position(element: HtmlElement) -> str:
    """Return 'div[2]' for the second <div> of its parent, 'div' for the only one."""
    tag, parent = str(element.tag), element.getparent()
    if parent is None:
        return tag
    siblings = [child for child in parent if child.tag == tag]
    return f"{tag}[{siblings.index(element) + 1}]" if len(siblings) > 1 else tag


def is_by_position(path: str) -> bool:
    """Return True for a path that counts elements: a box more or less before them leads it astray."""
    return bool(_COUNT.search(path)) or path.startswith("/html")


def counts_inside(path: str, element: HtmlElement, box: HtmlElement) -> bool:
    """Return True if a path to an element counts elements inside a box around it: a text has as many as it has."""
    if path.startswith(around := absolute_path(box)):
        return bool(_COUNT.search(path.removeprefix(around)))
    levels = next((n for n, each in enumerate(element.iterancestors(), 1) if each is box), 0)
    steps = path.rsplit("//", 1)[-1].split("/")
    return any(map(_COUNT.search, steps[len(steps) - min(levels, len(steps)) :]))


def width_of(path: str) -> tuple[int, bool, int]:
    """Return what orders paths from the surest to the widest: steps, a part of a class, length."""
    return len(re.findall(r"/+", re.sub(r"\[[^\]]*\]", "", path))), "@class='" not in path, len(path)
