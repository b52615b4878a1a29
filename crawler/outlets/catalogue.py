"""The catalogue: every outlet's YAML file, completed and checked when it is read."""

import functools
import re
from importlib import resources
from importlib.resources.abc import Traversable

from crawler.outlets.entry import OutletEntry, complete_outlet
from crawler.outlets.outlet import Outlet
from crawler.outlets.profile import CHANGEABLE
from crawler.outlets.rules import FAMILIES_FILE
from crawler.outlets.yaml_files import CatalogueError, read_yaml


class UnknownOutlet(LookupError):
    """No outlet has this key; the text lists those that exist."""


@functools.cache
def catalogue() -> dict[str, Outlet]:
    """Return all outlets by key, in alphabetical order. Raises CatalogueError."""
    return read_catalogue()


def read_catalogue(folder: Traversable | None = None) -> dict[str, Outlet]:
    """Read every outlet's file of a folder (default: the package's own), and check them against each other."""
    folder = folder or resources.files("crawler.outlets")
    files = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".yaml") and f.name != FAMILIES_FILE), key=lambda f: f.name
    )
    outlets = [read_outlet(file) for file in files]
    check_catalogue(outlets)
    return {outlet.key: outlet for outlet in outlets}


def check_catalogue(outlets: list[Outlet]) -> None:
    """Refuse outlets that contradict each other. Raises CatalogueError."""
    _check_claims(outlets)
    _check_lineage(outlets)


def crawled_outlets() -> dict[str, Outlet]:
    """Return the outlets that a night crawls by default, by key: their parser was checked against a real page."""
    return {key: outlet for key, outlet in catalogue().items() if outlet.crawled}


def nightly_outlets(setting: str) -> dict[str, Outlet]:
    """Return the outlets of a night by the setting `outlets`: 'crawled', 'all' (every active one), or 'KEY,KEY'.

    Raises UnknownOutlet where a key is not an active outlet's.
    """
    if setting == "crawled":
        return crawled_outlets()
    active = {key: outlet for key, outlet in catalogue().items() if outlet.status == "active"}
    if setting == "all":
        return active
    keys = sorted({key.strip() for key in setting.split(",")})
    if unknown := [key for key in keys if key not in active]:
        raise UnknownOutlet(
            f"the setting `outlets` names {', '.join(unknown)}: it must be crawled, all, or keys of living papers, "
            "as `baotinh outlets` lists them"
        )
    return {key: active[key] for key in keys}


def outlet_by_key(key: str) -> Outlet:
    """Return one outlet. Raises UnknownOutlet."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownOutlet(f"no outlet {key!r}; known: {', '.join(catalogue())}") from None


def read_outlet(file: Traversable) -> Outlet:
    """Read one outlet's file. Raises CatalogueError that names the file, the field and the reason."""
    entry = read_yaml(file, OutletEntry)
    try:
        outlet = complete_outlet(file.name.removesuffix(".yaml"), entry)
    except CatalogueError:
        raise
    except ValueError as error:
        raise CatalogueError(f"{file.name}: {error}") from None
    if outlet.crawled and (outlet.status != "active" or not outlet.channels):
        raise CatalogueError(f"{file.name}: crawled: only an active outlet with a channel can be")
    for space in outlet.id_spaces:
        for pattern in space.patterns:
            _check_pattern(file.name, f"id_spaces.{space.id_space}", pattern, needs_id=True)
        if undeclared := set(space.hosts) - {h.host for h in outlet.hosts}:
            raise CatalogueError(f"{file.name}: id_spaces.{space.id_space}: hosts not declared: {sorted(undeclared)}")
    for pattern in outlet.not_articles:
        _check_pattern(file.name, "not_articles", pattern, needs_id=False)
    _check_places(file.name, outlet)
    for channel in outlet.channels:
        has_json_rules = [channel.items is not None, channel.link is not None]
        if has_json_rules != [channel.kind == "json"] * 2:
            raise CatalogueError(f"{file.name}: channels.{channel.name}: a json one, and no other, has items and link")
    return outlet


def _check_pattern(file_name: str, field: str, pattern: str, *, needs_id: bool) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise CatalogueError(f"{file_name}: {field}: {pattern!r} is not a regular expression: {error}") from None
    if needs_id and "id" not in compiled.groupindex:
        raise CatalogueError(f"{file_name}: {field}: {pattern!r} has no group named 'id'")


def _check_places(file_name: str, outlet: Outlet) -> None:
    """Refuse a place that is no XPath, a field that has no places, and `family: learned` without a profile."""
    if outlet.family == "learned" and outlet.profile is None:
        raise CatalogueError(f"{file_name}: family: 'learned' needs a profile (new-outlet and repair write one)")
    for number, change in enumerate(outlet.places, start=1):
        if unknown := {*change.add, *change.replace} - {*CHANGEABLE}:
            raise CatalogueError(f"{file_name}: places[{number}]: {min(unknown)!r} is none of {', '.join(CHANGEABLE)}")
    paths = [(f"places[{n}].{field}", path) for n, c in enumerate(outlet.places, 1) for field, path in c.paths]
    layouts = outlet.profile.layouts if outlet.profile else []
    paths += [
        (f"profile.layouts[{n}].{field}", path) for n, layout in enumerate(layouts, 1) for field, path in layout.paths
    ]
    if not paths:
        return
    from lxml import etree  # noqa: PLC0415 - a DAG reads the catalogue too, and few entries hold paths

    for place, path in paths:
        try:
            etree.XPath(path)
        except etree.XPathError as error:
            raise CatalogueError(f"{file_name}: {place}: {path!r} is no XPath: {error}") from None


def _check_claims(outlets: list[Outlet]) -> None:
    """Refuse a catalogue in which two outlets claim the same host or id space."""
    claims: dict[str, str] = {}
    for outlet in outlets:
        names = [f"host {h.host}" for h in outlet.hosts if h.role != "images"]
        names += sorted({f"id space {s.id_space}" for s in outlet.id_spaces})
        for name in names:
            if name in claims:
                raise CatalogueError(f"{name} is claimed by both {claims[name]} and {outlet.key}")
            claims[name] = outlet.key


def _check_lineage(outlets: list[Outlet]) -> None:
    """Refuse a merger that only one of the two outlets states."""
    by_successor = {(outlet.key, outlet.successor) for outlet in outlets if outlet.successor}
    by_predecessors = {(before, outlet.key) for outlet in outlets for before in outlet.predecessors}
    for before, after in by_successor ^ by_predecessors:
        raise CatalogueError(f"{before}.yaml and {after}.yaml: only one names the other as successor or predecessor")
