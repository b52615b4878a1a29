"""The pages of a stranger's articles: the page itself, and what printers, telephones and search engines get."""

from collections.abc import Iterator
from dataclasses import replace

from crawler.sample_press.strangers.article_page import Surroundings, article_page
from crawler.sample_press.strangers.layout import Layout
from crawler.sample_press.strangers.timeline import Printed
from crawler.sample_press.strangers.tonight import Tonight

# Forms of an address that lead to the article's own page; the page of each other form is written apart.
_SAME_PAGE = ("canonical", "tracked", "boxed", "earlier_slug", "earlier_section")


def article_pages(tonight: Tonight) -> Iterator[tuple[str, bytes]]:
    """Yield the addresses of all articles, in all forms, and what is served there."""
    for place, (each, true) in enumerate(zip(tonight.printed, tonight.truths, strict=True)):
        around = _surroundings(tonight, place, each)
        sheet = tonight.sheet(each)
        body = article_page(sheet, each.story, around)
        for form, address in true.addresses:
            if form in _SAME_PAGE and not (form.startswith("earlier") and tonight.paper.slug_edit == "redirects"):
                yield address, body
            elif form in ("print", "amp", "mobile"):
                yield address, article_page(replace(sheet, layout=_variant(sheet.layout, form)), each.story, around)


def _variant(layout: Layout, form: str) -> Layout:
    """Return the layout of an article's other page."""
    salt = f"{layout.salt}{form}"
    if form == "print":
        return replace(layout, skeleton="print", salt=salt, clock="date", audio=False, hot_topics=False)
    if form == "amp":
        return replace(layout, skeleton="html5", classes="english", salt=salt, picture="amp", caption="figcaption")
    return replace(layout, skeleton="div_soup", classes="abbreviated", salt=salt, inner_box="none")


def _surroundings(tonight: Tonight, place: int, each: Printed) -> Surroundings:
    story, addresses = each.story, tonight.addresses
    # Neighbours in time: what stands in the boxes differs from page to page, and overlaps.
    items = tonight.boxed_items
    others = [*items[max(0, place - 9) : place], *items[place + 1 : place + 14]]
    authors = story.signature.authors
    return Surroundings(
        url=addresses.article(story, each.number),
        author=addresses.person(authors[0].name) if authors else None,
        menu=tonight.frame.menu,
        topics=tonight.frame.topics,
        print_address=dict(addresses.variants(story, each.number)).get("print"),
        crumbs=[(addresses.section(name), name) for name in story.section],
        tags=[(addresses.tag(name), name) for name in story.tags],
        others=others[::-1] if place % 2 else others,
    )
