"""Which witnesses of a value come from another kind of place than the value itself."""

import pytest

from crawler.warehouse.witness_places import is_second_place, place_of_witness, places_of_value

LEARNED = "dom //h1 (learned: 60 of 60 pages, jsonld headline 58, meta og:title 60)"


@pytest.mark.parametrize(
    ("evidence", "witness", "is_second"),
    [
        ("dom //time", "jsonld datePublished", True),
        ("dom //time + jsonld datePublished", "meta article:published_time", True),
        (LEARNED, "jsonld headline", True),
        ("jsonld datePublished", "meta article:published_time", False),  # one template fills both
        ("opening paragraph, as meta description", "jsonld description", False),
        ("jsonld datePublished", "dom //time/@datetime", True),
        ("dom //time", "extractor", False),
    ],
)
def test_print_and_head_are_two_places(evidence: str, witness: str, is_second: bool) -> None:
    assert is_second_place(evidence, witness) is is_second


@pytest.mark.parametrize(
    ("field", "parser", "evidence", "witness", "proves"),
    [
        ("headline", "fck/1", "dom //h1", "jsonld headline", True),
        ("headline", "learned/1a2b", LEARNED, "jsonld headline", False),  # the head showed where to look
        ("body", "learned/1a2b", "dom //article", "extractor", True),
        ("body", "generic/2", "trafilatura 2.0", "extractor", False),
        ("identity", "learned/1a2b", "", "meta address", True),  # channels gave the address
    ],
)
def test_a_witness_from_where_the_value_was_shown_proves_nothing(
    field: str, parser: str, evidence: str, witness: str, proves: bool
) -> None:
    assert (place_of_witness(witness) not in places_of_value(field, parser, evidence)) is proves
