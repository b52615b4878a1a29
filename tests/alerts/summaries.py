"""Summaries of nights, made by hand."""

from crawler.quality import Summary
from crawler.quality.finding import Colour, Finding
from crawler.quality.report import Line


def paper(key: str, colour: Colour | None = "green", *findings: tuple[Colour, str, str], is_new: bool = False) -> Line:
    worse: Colour = "red" if colour == "green" else "green"
    return Line(
        outlet_key=key,
        colour=colour,
        before=worse if is_new else colour or "red",
        announced=9,
        fetched=9,
        due=9,
        loaded=9,
        findings=[Finding(*finding) for finding in findings],
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
