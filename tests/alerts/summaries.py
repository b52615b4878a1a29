"""Summaries of nights, made by hand."""

from crawler.quality import Summary
from crawler.quality.report import Line
from crawler.quality.verdict import Colour, Finding


def paper(key: str, colour: Colour | None = "green", *findings: tuple[Colour, str, str], is_new: bool = False) -> Line:
    return Line(
        outlet_key=key,
        colour=colour,
        announced=9,
        fetched=9,
        findings=[Finding(*finding) for finding in findings],
        is_new=is_new,
    )


def night(*lines: Line, run_id: str = "night-1") -> Summary:
    return Summary(run_id=run_id, lines=[*lines])


LOST = paper(
    "baoangiang",
    "red",
    ("red", "new-articles-lost", "3 of 3 new articles are lost: 3 loop"),
    ("amber", "odd", "odd too"),
)
DEAD = paper("baocamau", "red", ("red", "dead-site", "the site does not answer"), is_new=True)
ODD = paper("baodaklak", "amber", ("amber", "volume-low", "4 new articles, usually 20"))
NEWLY_ODD = paper("sggp", "amber", ("amber", "field-lost", "section: 0 of 12, before 14 of 14"), is_new=True)
CLOSED = paper("baobinhdinh", "closed", ("closed", "robots-refuse", "robots.txt forbids all"), is_new=True)
RECOVERED = paper("hanoimoi", "green", is_new=True)
GREEN = paper("baohatinh")
