"""Forms of short texts, each text judged once: learning asks the same of a line for every path that leads to it."""

from functools import lru_cache

from crawler.vietnamese import bylines, dates
from crawler.vietnamese.text import fold

LONGEST = 100  # letters of a line that names people or a source

folded = lru_cache(maxsize=1 << 16)(fold)


@lru_cache(maxsize=1 << 14)
def names_people(text: str) -> bool:
    """Return True if a short line names people: as a byline does, or each by a name of several words."""
    if len(text) > LONGEST or dates.printed(text):
        return False
    people = bylines.read(text).bylines
    if not people:
        return False
    if bylines.looks_like_byline(text):
        return True
    return all(bylines.looks_like_name(b.name) and len(b.name.split()) > 1 for b in people)


@lru_cache(maxsize=1 << 14)
def names_source(text: str) -> bool:
    """Return True if a short line names an agency or a paper as the source of the text."""
    if len(text) > LONGEST or bylines.read(text).source is None:
        return False
    return bylines.looks_like_byline(text) or bylines.is_agency(text)


@lru_cache(maxsize=1 << 14)
def people_of(text: str) -> tuple[str, ...]:
    """Return the names that a byline names."""
    return tuple(b.name for b in bylines.read(text).bylines)
