"""No invented fact: each value of the catalogue is what a record says, and any other value in its place is named."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import fields

from crawler.outlets import Channel, Host, IdSpace, Outlet, catalogue, unproven_rules, unproven_statements
from crawler.outlets.records import evidence_of
from crawler.outlets.statements import statements

PARTS: dict[type[msgspec.Struct], str | None] = {Outlet: None, Host: "hosts", IdSpace: "id_spaces", Channel: "channels"}
FIELDS = [(part, field.name) for part in PARTS for field in fields(part) if field.name not in PARTS.values()]


@pytest.mark.parametrize("key", catalogue())
def test_every_statement_has_a_record(key: str) -> None:
    assert unproven_statements(catalogue()[key]) == []


def test_every_rule_of_a_family_has_a_record() -> None:
    assert unproven_rules() == []


@pytest.mark.parametrize("key", catalogue())
def test_every_recorded_fact_is_stated(key: str) -> None:
    said = [*statements(catalogue()[key])]
    facts = evidence_of(key).facts
    assert [place for place in facts if not any(fnmatchcase(each.place, place) for each in said)] == []
    listed = {place: fact.value for place, fact in facts.items() if isinstance(fact.value, list)}
    values = {place: {each.value for each in said if fnmatchcase(each.place, place)} for place in listed}
    assert {place: value for place, value in listed.items() if not values[place].issuperset(value)} == {}


def invented(value: Any, kind: Any) -> list[Any]:
    """Return values of a field that nobody has recorded."""
    if choices := [c for k in (kind, *get_args(kind)) for c in get_args(k) if isinstance(c, str)]:
        return [choice for choice in choices if choice != value]
    if isinstance(value, list):
        return [[*value, "^/(?P<id>invented)$"]]
    if isinstance(value, dict):
        return [value | {"invented": "999"}]
    if isinstance(value, bool):
        return [not value]
    return [value + 7] if isinstance(value, int | float) else ["invented"]


def planted(outlet: Outlet, part: type[msgspec.Struct], name: str) -> Iterator[Outlet]:
    """Write each invented value into each part of an outlet that has such a field."""
    where = PARTS[part]
    for number, old in enumerate([outlet] if where is None else getattr(outlet, where)):
        if name == "role" and old.role == "home":
            continue  # without a home host the loader refuses the entry
        for value in invented(getattr(old, name), part.__annotations__[name]):
            new = msgspec.structs.replace(old, **{name: value})
            if where is None:
                yield new
            else:
                parts = getattr(outlet, where)
                yield msgspec.structs.replace(outlet, **{where: [*parts[:number], new, *parts[number + 1 :]]})


@pytest.mark.parametrize(("part", "name"), FIELDS, ids=[f"{part.__name__}.{name}" for part, name in FIELDS])
def test_an_invented_fact_is_named_in_any_field_of_any_paper(part: type[msgspec.Struct], name: str) -> None:
    count = 0
    for outlet in catalogue().values():
        for lie in planted(outlet, part, name):
            count += 1
            assert unproven_statements(lie, evidence_of(outlet.key)) != [], f"{outlet.key}: {lie}"
    assert count > 0
