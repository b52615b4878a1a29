"""Lost fields: signs that a page has a field where the family no longer looks, as after one class was renamed.

A reading without a lead may be right, as many papers print none. A sign is what the page itself says beside it.
"""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.article import Article, Problem
from crawler.sites.extracted import prints_outside_blocks
from crawler.sites.family import Family
from crawler.sites.jsonld import author_names
from crawler.sites.printed_credits import printed_credits
from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import clean, fold, is_capitals, same

_LONGEST_CLASS = 80  # letters that are told
_LONGEST_DATE_LINE = 120  # letters
_OPENING_BLOCKS = 3
_MOST_LABELS = 5  # of tags on one page
_SHORT_ELEMENTS = (
    "//*[self::h3 or self::h4 or self::span or self::strong or self::b or self::label or self::div][not(*)]"
)
_TAG_LABEL = re.compile(r"(?:từ kh(?:óa|oá)|tags?|chủ đề|hashtags?)\s*:?", re.I)
_SHORTEST_REPEATED = 60  # letters: a shorter opening may begin two paragraphs of a poem or an interview


def lost_fields(reader: Family, article: Article) -> Iterator[Problem]:
    """Yield a problem for each field that the page seems to have, and the reading has not, or less exactly."""
    yield from _lost_source(reader, article)
    yield from _misprinted_date(reader)
    if not reader.headlines:  # the generic family names no places, so none can be missing
        return
    yield from _lost_lead(reader, article)
    yield from _lost_date(reader, article)
    yield from _lost_section(reader, article)
    yield from _lost_tags(reader, article)
    yield from _fields_in_body(reader, article)
    if not article.bylines and not article.source_credit and _names_a_writer(reader):
        yield Problem("bylines", "not_in_layout", "jsonld author names somebody")


def _lost_lead(reader: Family, article: Article) -> Iterator[Problem]:
    blocks = article.body
    # Tây Ninh: a box with the first 300 letters of the text, and the lead itself.
    repeats = len(blocks) > 1 and _begin_alike(blocks[0].text, blocks[1].text)
    if repeats:
        yield Problem("body", "repeated", "two paragraphs begin with one text")
    if article.lead:
        return
    meta = reader.page.meta
    description = clean(meta.get("og:description") or meta.get("description"), entities=True)
    if repeats:
        yield Problem("lead", "not_in_layout", "the body begins with one text twice")
    elif fold(description) != fold(article.headline) and prints_outside_blocks(reader.page, description, blocks):
        yield Problem("lead", "not_in_layout", "the page prints meta description outside the text")


def _begin_alike(one: str, other: str) -> bool:
    """Return True if the shorter of two texts is the beginning of the longer; its last word may be cut."""
    shorter, longer = sorted((fold(one), fold(other)), key=len)
    opening, _, cut_word = shorter.rpartition(" ")
    return len(shorter) >= _SHORTEST_REPEATED and longer.startswith(f"{opening} {cut_word[:1]}")


def _lost_section(reader: Family, article: Article) -> Iterator[Problem]:
    """Yield a problem where a family that prints a breadcrumb has none: the head names the last section only."""
    witness = reader.evidence.get("section", "")
    if reader.section_places and not article.section:
        yield Problem("section", "missing")
    elif reader.section_places and witness.startswith("meta"):
        yield Problem("section", "not_in_layout", witness)


def _lost_tags(reader: Family, article: Article) -> Iterator[Problem]:
    """Yield a problem where links stand beside a label of tags, and the family's place has none."""
    if article.tags or not reader.tag_places:
        return
    labels = (e for e in reader.page.select(_SHORT_ELEMENTS) if _TAG_LABEL.fullmatch((e.text or "").strip()))
    rows = (label.getparent() for label in islice(labels, _MOST_LABELS))
    if any(row is not None and row.find(".//a[@href]") is not None for row in rows):
        yield Problem("tags", "not_in_layout", "links beside a label of tags")


def _fields_in_body(reader: Family, article: Article) -> Iterator[Problem]:
    """Yield a problem where the body begins with a line that is a field of its own: a date, the headline, a writer."""
    titles = [reader.page.meta.get("og:title"), *(o.get("headline") for o in reader.jsonld_articles)]
    for text in (block.text for block in article.body[:_OPENING_BLOCKS] if len(block.text) <= _LONGEST_DATE_LINE):
        is_date = not dates.beside_date(text) and dates.printed(text) is not None
        is_title = any(isinstance(title, str) and title and same(text, title) for title in titles)
        is_writer = not article.bylines and is_capitals(text) and bylines.looks_like_name(text)
        signs = {"published_at": is_date, "headline": is_title, "bylines": is_writer}
        if field := next((name for name, is_there in signs.items() if is_there), None):
            yield Problem(field, "not_in_layout", f"in the body: {text}")
            yield Problem("body", "not_in_layout", f"begins with a line of {field}: {text}")
            return


def _lost_date(reader: Family, article: Article) -> Iterator[Problem]:
    """Yield a problem where the family's pages print the hour, and only the head of this one names a day."""
    witness = reader.evidence.get("published_at", "")
    if reader.date_places and article.published_precision == "day" and not witness.startswith("dom"):
        yield Problem("published_at", "not_in_layout", witness)


def _misprinted_date(reader: Family) -> Iterator[Problem]:
    """Yield a problem where the page prints a date that cannot be one, whichever other witness was believed."""
    printed = (text for _, _, text in reader.places_with_dates())
    around = (text for text in reader.unclaimed if len(text) <= _LONGEST_DATE_LINE)
    if line := next((text for text in (*printed, *around) if dates.is_misprinted(text, reader.page.fetched_at)), None):
        yield Problem("published_at", "misprinted", line[:_LONGEST_DATE_LINE])


def _lost_source(reader: Family, article: Article) -> Iterator[Problem]:
    """Yield a problem where the page credits a source in a line that is read as no credit."""
    if article.source_credit:
        return
    for line, source in printed_credits(reader.page):
        if not reader.is_outlet_name(source):
            name = line.get("class") or ""
            yield Problem("source_credit", "not_in_layout", f"printed in <{line.tag} class='{name[:_LONGEST_CLASS]}'>")
            return


def _names_a_writer(reader: Family) -> bool:
    """Return True if JSON-LD names a person: first and last name, neither the paper nor an account."""
    names = [n for o in reader.jsonld_articles for n in author_names(o.get("author"), reader.page.jsonld)]
    people = (b.name for n in names for b in bylines.read(n).bylines)
    return any(
        len(name.split()) > 1 and bylines.looks_like_name(name) and not reader.is_outlet_name(name) for name in people
    )
