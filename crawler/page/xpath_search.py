"""XPath made ready to be asked of many pages, in the form that libxml2 answers fastest."""

import re
from collections import defaultdict
from functools import cache, cached_property
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

# '//' stands for two steps, over every node with its text; one step over the elements below finds the same ones,
# unless a place among brothers is asked for ('//li[1]').
_CONDITIONS = r"(?:\[(?:[^\[\]]|\[[^\[\]]*\])*\])*"
_STEP = re.compile(rf"//(?!@)(?=([\w*-]+(?:::[\w*-]+)?)({_CONDITIONS}))")
_POSITION = re.compile(r"\[\s*\d+\s*\]|position\(|last\(")
# An element whose class does not hold the word at all needs no string built to say so.
_CLASS = re.compile(r"contains\(concat\(' ',(?:normalize-space\(@class\)|@class),' '\),' ([\w-]+) '\)")
_CLASS_OR_ID = rf"(?:{_CLASS.pattern}|contains\(@class,'([\w-]+)'\)|@id='([\w-]+)')"
_CLASS_OR_ID_FIRST = re.compile(rf"//([\w*]+)(?=\[{_CLASS_OR_ID}(?:\]| and | or {_CLASS_OR_ID}\]))({_CONDITIONS})")


class _Opening(NamedTuple):
    """A path that begins with elements of a class or id: what they bear, their condition, and what is sought there."""

    borne: tuple[str, ...]  # 'class' or '#id'
    parts: tuple[str, ...]  # of a class
    condition: str
    rest: str


class XPathSearch:
    """Ask one page for XPaths, each once; those that begin with a class or an id are asked only of what bears it.

    A path over all elements takes 0.2 µs for each of them, and a family asks for ten; to group the elements by class
    and id takes as long as to ask for two.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._found: dict[str, list[HtmlElement]] = {}

    def at(self, path: str) -> list[HtmlElement]:
        """Return the elements at an XPath that ends in elements, in the page's order."""
        if path not in self._found:
            self._found[path] = self._search(path)
        return self._found[path]

    def _search(self, path: str) -> list[HtmlElement]:
        opening = _opening(path)
        if opening is None:
            return elements_at(path, self._tree)
        groups = [self._bearing[name] for name in opening.borne if name in self._bearing]
        groups += [group for part in opening.parts for name, group in self._bearing.items() if part in name]
        found = {e: None for group in groups for e in group if elements_at(opening.condition, e)}
        if len(found) > 1 and (opening.rest or len(groups) > 1):
            return elements_at(path, self._tree)  # what stands in which order is libxml2's to say
        return elements_at(opening.rest, next(iter(found))) if found and opening.rest else [*found]

    @cached_property
    def _bearing(self) -> dict[str, list[HtmlElement]]:
        """Map each class, and each '#id', to its elements."""
        bearing: defaultdict[str, list[HtmlElement]] = defaultdict(list)
        for element in elements_at("//*[@class or @id]", self._tree):
            for name in (element.get("class") or "").split():
                bearing[name].append(element)
            if name := element.get("id"):
                bearing[f"#{name}"].append(element)
        return bearing


def elements_at(path: str, element: etree._Element) -> list[HtmlElement]:
    """Return the elements at an XPath that ends in elements."""
    found = _compiled_xpath(path)(element)
    return found if isinstance(found, list) else []


@cache
def _compiled_xpath(path: str) -> etree.XPath:
    return etree.XPath(with_fewer_steps(path))  # compiling takes as long as asking one page


def with_fewer_steps(path: str) -> str:
    """Write a path that finds the same elements in fewer steps."""
    steps = _STEP.sub(lambda step: "//" if _POSITION.search(step[2]) else "/descendant::", path)
    return _CLASS.sub(lambda found: f"(contains(@class,'{found[1]}') and {found[0]})", steps)


@cache
def _opening(path: str) -> _Opening | None:
    found = _CLASS_OR_ID_FIRST.match(path)
    if found is None or _POSITION.search(found[0]) or path[found.end() : found.end() + 1] not in ("", "/"):
        return None
    tag, *names, conditions = found.groups()
    classes, parts, ids = (tuple(filter(None, names[kind::3])) for kind in range(3))
    rest = path[found.end() :]
    borne = classes + tuple(f"#{name}" for name in ids)
    return _Opening(borne, parts, f"self::{tag}{conditions}", f".{rest}" if rest else "")
