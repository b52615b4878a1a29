"""Where a field's value and its witnesses come from: two of one kind of place may be copies of each other."""

from typing import Literal

Place = Literal["print", "head", "extractor"]

# Readers that had to be shown by the head which place of the print is the field's.
_SHOWN_BY_HEAD = ("generic", "learned")
_HEAD = ("jsonld", "meta", "head")


def place_of_witness(name: str) -> Place:
    """Return the kind of place of a witness by its name: 'jsonld headline', 'meta og:title', 'extractor'."""
    if name.startswith(_HEAD):
        return "head"
    return "extractor" if name.startswith(("extractor", "trafilatura")) else "print"


def places_of_value(parser: str, evidence: str) -> frozenset[Place]:
    """Return the kinds of place that a value was taken, or shown, from: a witness from there proves nothing."""
    evidence = evidence.partition(" + ")[0]  # what follows only added the seconds to a printed time
    place = place_of_witness(evidence)
    if place == "print" and any(f" {word}" in evidence for word in _HEAD):
        place = "head"  # 'opening paragraph, as meta description'
    if parser.startswith(_SHOWN_BY_HEAD):
        return frozenset({"print", "head", place})
    return frozenset({place})
