"""The sheet on which a stranger's page is written: its paper, layout and class names, and the elements all pages share."""

import random
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import entities, escape

from crawler.sample_press.strangers.class_names import ClassNames
from crawler.sample_press.strangers.traits import Layout, Paper

_LATIN1 = {code: f"&{name};" for code, name in entities.codepoint2name.items() if 192 <= code <= 255}


@dataclass(frozen=True)
class Sheet:
    """One page to be written; `now` is when it is asked for, and `key` makes its small differences."""

    paper: Paper
    layout: Layout
    now: datetime
    key: str

    @cached_property
    def names(self) -> ClassNames:
        """Return the layout's class names."""
        return ClassNames(self.layout.classes, self.layout.salt)

    @cached_property
    def rng(self) -> random.Random:
        """Return the page's own chance."""
        return random.Random(f"{self.paper.seed}/{self.key}")

    def text(self, text: str) -> str:
        """Escape a text as the paper's editor does: some write Latin letters as entities."""
        escaped = escape(text, quote=False)
        return escaped.translate(_LATIN1) if self.layout.entities else escaped

    def element(self, tag: str, role: str, content: str, attributes: str = "") -> str:
        """Write an element with the class of a role."""
        return f"<{tag}{self.names.of(role)}{attributes}>{content}</{tag}>"

    def link(self, address: str, text: str, attributes: str = "") -> str:
        """Write a link as the paper does, with or without its host."""
        return f'<a href="{escape(self.href(address))}"{attributes}>{text}</a>'

    def href(self, address: str) -> str:
        """Return an address of the paper as its pages give it."""
        return address.removeprefix(f"https://{self.paper.host}") if self.paper.relative_links else address
