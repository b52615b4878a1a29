"""XPath search: paths compiled once for many pages, in the form that libxml2 answers fastest."""

import re
from collections import defaultdict
from functools import cache, cached_property
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

# '//' means two steps, over every node with its text; one step over the descendant elements finds the same elements,
# unless the path asks for a position among siblings ('//li[1]').
_CONDITIONS = r"(?:\[(?:[^\[\]]|\[[^\[\]]*\])*\])*"
_STEP = re.compile(rf"//(?!@)(?=([\w*-]+(?:::[\w*-]+)?)({_CONDITIONS}))")
_POSITION = re.compile(r"\[\s*\d+\s*\]|position\(|last\(")
# Where an element's class does not contain the word at all, the strings of the full condition need not be built.
_CLASS = re.compile(r"contains\(concat\(' ',(?:normalize-space\(@class\)|@class),' '\),' ([\w-]+) '\)")
_CLASS_OR_ID = rf"(?:{_CLASS.pattern}|contains\(@class,'([\w-]+)'\)|@id='([\w-]+)')"
_CLASS_OR_ID_FIRST = re.compile(rf"//([\w*]+)(?=\[{_CLASS_OR_ID}(?:\]| and | or {_CLASS_OR_ID}\]))({_CONDITIONS})")


class _Opening(NamedTuple):
    """The first step of a path that begins with elements of a class or id, and the path below them."""

    names: tuple[str, ...]  # 'class' or '#id'
    class_parts: tuple[str, ...]
    condition: str
    path_below: str


class XPathSearch:
    """Search of one page: each XPath once, and a path that begins with a class or id only at elements that have it.

    A path over all elements takes 0.2 µs for each element, and a family has ten such paths; to group the elements by
    class and id takes as long as two of them.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._elements: dict[str, list[HtmlElement]] = {}

    def at(self, path: str) -> list[HtmlElement]:
        """Return the elements at an XPath that ends in elements, in the page's order."""
        if path not in self._elements:
            self._elements[path] = self._search(path)
        return self._elements[path]

    def _search(self, path: str) -> list[HtmlElement]:
        opening = _opening(path)
        if opening is None:
            return elements_at(path, self._tree)
        groups = [self._by_name[name] for name in opening.names if name in self._by_name]
        groups += [group for part in opening.class_parts for name, group in self._by_name.items() if part in name]
        elements = {e: None for group in groups for e in group if elements_at(opening.condition, e)}
        below = opening.path_below
        if len(elements) > 1 and (below or len(groups) > 1):
            return elements_at(path, self._tree)  # only libxml2 knows the page's order of the results
        return elements_at(below, next(iter(elements))) if elements and below else [*elements]

    @cached_property
    def _by_name(self) -> dict[str, list[HtmlElement]]:
        """Map each class, and each '#id', to its elements."""
        by_name: defaultdict[str, list[HtmlElement]] = defaultdict(list)
        for element in elements_at("//*[@class or @id]", self._tree):
            for name in (element.get("class") or "").split():
                by_name[name].append(element)
            if name := element.get("id"):
                by_name[f"#{name}"].append(element)
        return by_name


def elements_at(path: str, element: etree._Element) -> list[HtmlElement]:
    """Return the elements at an XPath that ends in elements."""
    result = _compiled_xpath(path)(element)
    return result if isinstance(result, list) else []


@cache
def _compiled_xpath(path: str) -> etree.XPath:
    return etree.XPath(with_fewer_steps(path))  # compiling takes as long as searching one page


def with_fewer_steps(path: str) -> str:
    """Return a path that finds the same elements in fewer steps."""
    steps = _STEP.sub(lambda step: "//" if _POSITION.search(step[2]) else "/descendant::", path)
    return _CLASS.sub(lambda match: f"(contains(@class,'{match[1]}') and {match[0]})", steps)


@cache
def _opening(path: str) -> _Opening | None:
    match = _CLASS_OR_ID_FIRST.match(path)
    if match is None or _POSITION.search(match[0]) or path[match.end() : match.end() + 1] not in ("", "/"):
        return None
    tag, *groups, conditions = match.groups()
    classes, class_parts, ids = (tuple(filter(None, groups[kind::3])) for kind in range(3))
    below = path[match.end() :]
    names = classes + tuple(f"#{name}" for name in ids)
    return _Opening(names, class_parts, f"self::{tag}{conditions}", f".{below}" if below else "")
