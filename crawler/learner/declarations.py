"""Declared addresses: which witness names one page, as the front page, for all articles of a layout."""

from collections import Counter
from collections.abc import Sequence

from crawler.learner.facts import PageFacts
from crawler.outlets.profile import Lie

_FEWEST_PAGES = 3
_CONSTANT = 0.8  # of the pages: a template that fills the address in gives each page its own


def address_lies(pages: Sequence[PageFacts]) -> list[Lie]:
    """Return the witnesses that declare one address for nearly all pages, though these lie under many."""
    lies = []
    for name in dict.fromkeys(name for facts in pages for name in facts.declared):
        addresses = [facts.declared[name] for facts in pages if facts.declared.get(name)]
        most = max(Counter(addresses).values(), default=0)
        if most >= _FEWEST_PAGES and most >= _CONSTANT * len(addresses):
            lies.append(Lie(witness=name, pages=most, of=len(addresses), reason="always the same"))
    return lies
