"""A place that a text names, before it is chosen which of the units with this name is meant."""

from dataclasses import dataclass

from crawler.vietnamese.mentions.gazetteer import Unit


@dataclass
class NamedPlace:
    """A place at words [start, end), its name from `name_start` on, and the units that have this name.

    `kinds` are the kinds of its rank, none for a province by its name alone. Without candidates it is a place that no
    list has: it only says where others lie. `row` is the number of its row. `is_former` if the text says it is past.
    `is_bare` for a district or ward by its name alone, which is a mention only if the text or the paper says which;
    `is_announced` if a word before it says that a place follows, without which it needs another of its row beside it.
    """

    start: int
    end: int
    name_start: int
    kinds: tuple[str, ...]
    steps: tuple[int, ...]
    candidates: tuple[Unit, ...]
    row: int
    is_former: bool = False
    key: str = ""
    is_narrowed: bool = False
    is_bare: bool = False
    is_announced: bool = True
