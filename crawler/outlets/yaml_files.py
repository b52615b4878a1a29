"""YAML as people write it, read into a type: the only code that knows YAML."""

from collections.abc import Hashable
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, ten times faster, where PyYAML has it
_WIDTH = 85  # letters after which PyYAML looks for the next place to break: this project's lines have at most 120


class CatalogueError(ValueError):
    """A file does not say what the catalogue needs; the text names file and field."""


class _OnceLoader(_Loader):  # type: ignore[misc] # one of two classes, known when it runs
    """Refuse a key that is written twice: YAML silently takes the last one."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        for key, _ in node.value:
            if keys.count(key.value) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} is written twice", key.start_mark)
        return dict(super().construct_mapping(node, deep))


def read_yaml(file: Traversable, kind: type[T], folder: str = "") -> T:
    """Read a YAML file into a type. Raises CatalogueError that names the file (after `folder`), place and reason."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{folder}{file.name}: {error}") from None
    return parse_yaml(text, kind, f"{folder}{file.name}")


def parse_yaml(text: bytes | str, kind: type[T], name: str) -> T:
    """Read YAML into a type. Raises CatalogueError that names the file, place and reason."""
    try:
        return msgspec.convert(yaml.load(text, Loader=_OnceLoader), kind)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CatalogueError(f"{name}: {error}") from None


def write_yaml(value: object) -> str:
    """Return plain values as YAML like a person's: one line for each item, innermost lists and mappings inline."""
    return str(yaml.safe_dump(value, default_flow_style=None, sort_keys=False, allow_unicode=True, width=_WIDTH))
