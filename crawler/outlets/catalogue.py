"""The catalogue: every outlet's YAML file, made whole and checked when it is read."""

import functools
import re
from importlib import resources
from importlib.resources.abc import Traversable

from crawler.outlets.entry import Entry, complete_outlet
from crawler.outlets.outlet import Outlet
from crawler.outlets.rules import FILE
from crawler.outlets.yaml_files import CatalogueError, read_yaml


class UnknownOutlet(LookupError):
    """No outlet has this key; the text lists those that exist."""


@functools.cache
def catalogue() -> dict[str, Outlet]:
    """Return all outlets by key, in alphabetical order. Raises CatalogueError."""
    return read_catalogue()


def read_catalogue(folder: Traversable | None = None) -> dict[str, Outlet]:
    """Read every outlet's file of a folder (the package's own) and hold them against each other."""
    folder = folder or resources.files("crawler.outlets")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml") and f.name != FILE), key=lambda f: f.name)
    outlets = [read_outlet(file) for file in files]
    _check_claims(outlets)
    _check_lineage(outlets)
    return {outlet.key: outlet for outlet in outlets}


def crawled_outlets() -> dict[str, Outlet]:
    """Return the outlets that a night crawls unless told otherwise, by key: their parser was held against a page."""
    return {key: found for key, found in catalogue().items() if found.crawled}


def nightly_outlets(chosen: str) -> dict[str, Outlet]:
    """Return the outlets of a night as the setting `outlets` says: 'crawled', 'all' living ones, or a list 'KEY,KEY'.

    Raises UnknownOutlet where a key is no living outlet's.
    """
    if chosen == "crawled":
        return crawled_outlets()
    living = {key: found for key, found in catalogue().items() if found.status == "active"}
    if chosen == "all":
        return living
    keys = sorted({key.strip() for key in chosen.split(",")})
    if strange := [key for key in keys if key not in living]:
        raise UnknownOutlet(
            f"the setting `outlets` names {', '.join(strange)}: it must be crawled, all, or keys of living papers, "
            "as `baotinh outlets` lists them"
        )
    return {key: living[key] for key in keys}


def outlet_by_key(key: str) -> Outlet:
    """Return one outlet. Raises UnknownOutlet."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownOutlet(f"no outlet {key!r}; known: {', '.join(catalogue())}") from None


def read_outlet(file: Traversable) -> Outlet:
    """Read one outlet's file. Raises CatalogueError that names the file, the field and the reason."""
    entry = read_yaml(file, Entry)
    try:
        found = complete_outlet(file.name.removesuffix(".yaml"), entry)
    except CatalogueError:
        raise
    except ValueError as error:
        raise CatalogueError(f"{file.name}: {error}") from None
    if found.crawled and (found.status != "active" or not found.channels):
        raise CatalogueError(f"{file.name}: crawled: only an active outlet with a channel can be")
    for space in found.id_spaces:
        for pattern in space.patterns:
            _check_pattern(file.name, f"id_spaces.{space.id_space}", pattern, needs_id=True)
        if stray := set(space.hosts) - {h.host for h in found.hosts}:
            raise CatalogueError(f"{file.name}: id_spaces.{space.id_space}: hosts not declared: {sorted(stray)}")
    for pattern in found.not_articles:
        _check_pattern(file.name, "not_articles", pattern, needs_id=False)
    for channel in found.channels:
        given = [channel.items is not None, channel.link is not None]
        if given != [channel.kind == "json"] * 2:
            raise CatalogueError(f"{file.name}: channels.{channel.name}: a json one, and no other, has items and link")
    return found


def _check_pattern(name: str, field: str, pattern: str, *, needs_id: bool) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise CatalogueError(f"{name}: {field}: {pattern!r} is no regular expression: {error}") from None
    if needs_id and "id" not in compiled.groupindex:
        raise CatalogueError(f"{name}: {field}: {pattern!r} has no group named 'id'")


def _check_claims(outlets: list[Outlet]) -> None:
    """Refuse a catalogue in which two outlets claim the same host or id space."""
    claims: dict[str, str] = {}
    for found in outlets:
        names = [f"host {h.host}" for h in found.hosts if h.role != "images"]
        names += sorted({f"id space {s.id_space}" for s in found.id_spaces})
        for name in names:
            if name in claims:
                raise CatalogueError(f"{name} is claimed by both {claims[name]} and {found.key}")
            claims[name] = found.key


def _check_lineage(outlets: list[Outlet]) -> None:
    """Refuse a merger that only one side tells of."""
    told = {(found.key, found.successor) for found in outlets if found.successor}
    heard = {(before, found.key) for found in outlets for before in found.predecessors}
    for before, after in told ^ heard:
        raise CatalogueError(f"{before}.yaml and {after}.yaml: only one names the other as successor or predecessor")
