"""What a paper's pages link besides articles: sections in the front page's menu, a section's second page."""

import re
from urllib.parse import urlsplit

from crawler.learner.paper import LearnedPaper
from crawler.vietnamese.text import fold

_SECTION = re.compile(r"/[A-Za-z][A-Za-z-]+(?:/|\.html)?")
_MORE = frozenset(("xem thêm", "xem tiếp", "tải thêm", "đọc thêm", "trang sau", "trang tiếp", "tiếp theo"))
_SECOND = re.compile(r"(?<!\d)2(?!\d)")


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


def further_pages(paper: LearnedPaper) -> list[str]:
    """Return second pages of sections behind a button ('Xem thêm'), whose address is no form of the section's own."""
    asked = {known.address for known in paper.pages}
    return [
        facts.address
        for facts in paper.addresses.values()
        if any(fold(text) in _MORE for text in facts.texts)
        and _SECOND.search(facts.target)
        and facts.address not in asked
        and urlsplit(facts.address).hostname == paper.host
        and not paper.is_article(facts.address)
    ]
