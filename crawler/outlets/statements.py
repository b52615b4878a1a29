"""Statements of an outlet: every value that is not null, found by walking the completed entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from crawler.outlets.outlet import Outlet
from crawler.outlets.profile import Profile


@dataclass(frozen=True)
class Statement:
    """One value: its place ('hosts.baocamau.vn.role'), and the part of the outlet that holds it."""

    place: str
    part: Any
    field: str
    value: Any

    @property
    def is_default(self) -> bool:
        """Return True if the value is the field's default, so that it states nothing."""
        default = next(f.default for f in msgspec.structs.fields(self.part) if f.name == self.field)
        return bool(self.value == default)

    def __str__(self) -> str:
        return f"{self.place}: {self.value}"


def statements(outlet: Outlet) -> Iterator[Statement]:
    """Yield all that an outlet states; each entry of a list or a mapping is one statement."""
    yield from _statements_of(outlet, "")


def _statements_of(part: msgspec.Struct, place: str) -> Iterator[Statement]:
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Profile):  # its places say by themselves from how many pages and witnesses they are
            continue
        values = list(value.items()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
        for each in values:
            if isinstance(each, msgspec.Struct):
                name = getattr(each, msgspec.structs.fields(each)[0].name)
                yield from _statements_of(each, f"{place}{field.name}.{name}.")
            elif each is not None:
                yield Statement(place + field.name, part, field.name, each)
