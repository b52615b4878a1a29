"""What an entry states: every value of the whole outlet that is not null, found by walking it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from crawler.outlets.outlet import Outlet


@dataclass(frozen=True)
class Statement:
    """One value: its place ('hosts.baocamau.vn.role'), and the part of the outlet that states it."""

    place: str
    part: Any
    field: str
    value: Any

    @property
    def by_default(self) -> bool:
        """Tell a value that says no more than silence would."""
        default = next(f.default for f in msgspec.structs.fields(self.part) if f.name == self.field)
        return bool(self.value == default)

    def __str__(self) -> str:
        return f"{self.place}: {self.value}"


def statements(outlet: Outlet) -> Iterator[Statement]:
    """Yield all that an outlet states; of a list or a mapping each entry by itself."""
    yield from _of(outlet, "")


def _of(part: msgspec.Struct, place: str) -> Iterator[Statement]:
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        values = list(value.items()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
        for each in values:
            if isinstance(each, msgspec.Struct):
                name = getattr(each, msgspec.structs.fields(each)[0].name)
                yield from _of(each, f"{place}{field.name}.{name}.")
            elif each is not None:
                yield Statement(place + field.name, part, field.name, each)
