"""The menu of a paper: sections that its front page links."""

import re
from urllib.parse import urlsplit

from crawler.learner.paper import LearnedPaper

_SECTION = re.compile(r"/[A-Za-z][A-Za-z-]+(?:/|\.html)?")


def menu_sections(paper: LearnedPaper) -> list[str]:
    """Return short addresses that the front page links and nobody asked: sections by their form."""
    fronts = [known for known in paper.pages if known.signs.is_front]
    asked = {known.address for known in paper.pages}
    return [
        facts.address
        for facts in paper.addresses.values()
        if any(front.page.url in facts.linked_from for front in fronts)
        and facts.address not in asked
        and urlsplit(facts.address).hostname == paper.host
        and _SECTION.fullmatch(urlsplit(facts.address).path)
        and not paper.is_article(facts.address)
    ]
