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


def places_of_value(field: str, parser: str, evidence: str) -> frozenset[Place]:
    """Return the kinds of place that a value was taken, or shown, from: a witness from there proves nothing.

    What names the article is its address, which channels gave: what the page says of it is another's word.
    """
    if field == "identity":
        return frozenset()
    if parser.startswith(_SHOWN_BY_HEAD):
        return frozenset({"print", "head", _place_of_value(evidence)})
    return frozenset({_place_of_value(evidence)})


def is_second_place(evidence: str, witness: str) -> bool:
    """Return True if a witness is the head's of a printed value, or the print's of a value of the head."""
    return {_place_of_value(evidence), place_of_witness(witness)} == {"print", "head"}


def _place_of_value(evidence: str) -> Place:
    # What follows tells how well a learned place is known, or only added the seconds to a printed time.
    evidence = evidence.partition(" (learned")[0].partition(" + ")[0]
    place = place_of_witness(evidence)
    if place == "print" and any(f" {word}" in evidence for word in _HEAD):
        return "head"  # 'opening paragraph, as meta description'
    return place
