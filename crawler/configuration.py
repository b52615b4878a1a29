"""Every setting in one place: from the environment, else from one TOML file, else its default; checked when read.

The file is the one that BAOTINH_CONFIG names, or else `baotinh.toml` in the home. The only module that reads either.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs
from msgspec import Meta

FILE_VARIABLE = "BAOTINH_CONFIG"
# Marks processes, or belongs to the tests: no settings.
_NOT_SETTINGS = ("BAOTINH_PART_OF", "BAOTINH_TEST_")
_DATABASE_URL = Annotated[str, Meta(pattern=r"^postgres(ql)?://\S*/\S+$")]
_WEB_ADDRESS = Annotated[str, Meta(pattern=r"^https?://[^\s/]+/?$")]
_CONTACT = Annotated[str, Meta(pattern=r"^(https?://\S+|(mailto:)?[^@\s]+@[^@\s]+)$", max_length=200)]
# Which keys exist, the catalogue knows: `crawler.outlets.nightly` refuses one that it has not.
_OUTLETS = Annotated[str, Meta(pattern=r"^[a-z0-9]+(\s*,\s*[a-z0-9]+)*$")]
_PORT = Annotated[int, Meta(ge=1024, le=65535)]


def _setting(variable: str, meaning: str, right: str, *, secret: bool = False) -> Meta:
    return Meta(description=meaning, extra={"variable": variable, "right": right, "secret": secret})


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The effective values; each field's name is its key in the file, its variable stands beside it."""

    home: Annotated[
        str,
        _setting("BAOTINH_HOME", "State folder: archive, database, logs.", "an absolute path, such as /srv/baotinh"),
    ]
    database_url: Annotated[
        _DATABASE_URL | None,
        _setting(
            "DATABASE_URL",
            "A PostgreSQL 18 of yours; left out, `up` and `demo` run one of their own in the home.",
            "postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
            secret=True,
        ),
    ] = None
    contact: Annotated[
        _CONTACT | None,
        _setting(
            "BAOTINH_CONTACT",
            "Mail address or page that stands in the User-Agent, for the papers' own people.",
            "a mail address or a web page, such as archive@example.org",
        ),
    ] = None
    ui_port: Annotated[
        _PORT | None,
        _setting(
            "BAOTINH_UI_PORT",
            "Port of Airflow's UI on 127.0.0.1; left out, that of the last start, or 8080, or any free one.",
            "a whole number from 1024 to 65535, such as 8080",
        ),
    ] = None
    outlets: Annotated[
        _OUTLETS,
        _setting(
            "BAOTINH_OUTLETS",
            "The papers of the night: crawled (their parser was held against a real page), all living ones, or keys.",
            "crawled, all, or keys that `baotinh outlets` lists, such as baoangiang,baodaklak",
        ),
    ] = "crawled"
    parallelism: Annotated[
        Annotated[int, Meta(ge=1, le=64)],
        _setting("BAOTINH_PARALLELISM", "Tasks that run at once.", "a whole number from 1 to 64, such as 8"),
    ] = 8
    log_days: Annotated[
        Annotated[int, Meta(ge=1, le=3650)],
        _setting(
            "BAOTINH_LOG_DAYS",
            "Days that logs and Airflow's own history of runs are kept.",
            "a whole number of days from 1 to 3650, such as 60",
        ),
    ] = 60
    backups: Annotated[
        Annotated[int, Meta(ge=1, le=100)],
        _setting("BAOTINH_BACKUPS", "Copies that upgrades make and keep.", "a whole number from 1 to 100, such as 3"),
    ] = 3
    analyst_text: Annotated[
        Literal["yes", "no"],
        _setting(
            "BAOTINH_ANALYST_TEXT",
            "Whether the login `analyst` reads full text or only headlines, leads, snippets; from the next start on.",
            "yes or no, such as no",
        ),
    ] = "yes"
    sample_press: Annotated[
        _WEB_ADDRESS | None,
        _setting(
            "BAOTINH_SAMPLE_PRESS",
            "Address of a sample press that answers instead of every paper.",
            "an address without a path, such as http://127.0.0.1:8099",
        ),
    ] = None
    delay: Annotated[
        Annotated[float, Meta(ge=0, le=3600)] | None,
        _setting(
            "BAOTINH_DELAY",
            "Seconds between two requests to a site; less than the paper's own only with a sample press.",
            "seconds from 0 to 3600, such as 2",
        ),
    ] = None
    schedule_from: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        _setting(
            "BAOTINH_SCHEDULE_FROM",
            "No night before this time is made up for; `up` sets it to its own start.",
            "a time with its zone, such as 2026-11-01T00:00:00+07:00",
        ),
    ] = None


class BadConfiguration(ValueError):
    """A setting is wrong; the text names each with its source and a right value."""


@dataclass(frozen=True)
class Configuration:
    """The effective values and where each comes from: a variable, `file:line`, an option, or 'default'."""

    settings: Settings
    sources: dict[str, str]
    file: Path | None

    def shown(self) -> dict[str, str]:
        """Return each value as text, secrets masked."""
        return {name: _as_text(name, getattr(self.settings, name)) for name in _META}


@dataclass(frozen=True)
class _RawValue:
    value: Any
    source: str


_META: dict[str, dict[str, Any]] = {
    field.name: {"meaning": meta.description, **(meta.extra or {}), "type": field.type}
    for field in msgspec.structs.fields(Settings)
    for meta in [field.type.__metadata__[-1]]
}


def settings() -> Settings:
    """Return the effective values. Raises BadConfiguration."""
    return read_configuration().settings


def read_configuration(home: Path | None = None, environment: Mapping[str, str] | None = None) -> Configuration:
    """Read and check everything; `home` is what the option --home says. Raises BadConfiguration."""
    env = os.environ if environment is None else environment
    given = {n: _RawValue(env[m["variable"]], str(m["variable"])) for n, m in _META.items() if env.get(m["variable"])}
    if home is not None:
        given["home"] = _RawValue(str(home), "--home")
    default = {"home": _RawValue(platformdirs.user_data_dir("baotinh"), "default")}
    file = _configuration_file(env, Path((default | given)["home"].value).expanduser())
    from_file, wrong = _read_file(file) if file else ({}, [])
    if "home" in from_file and not env.get(FILE_VARIABLE):
        wrong.append(f"home ({from_file['home'].source}) cannot be set in the home's own file: set BAOTINH_HOME")
    given = default | from_file | given
    values, refused = _convert(given)
    problems = [*(_unknown_variable_message(name) for name in env if _is_unknown_variable(name)), *wrong, *refused]
    if problems:
        raise BadConfiguration("\n".join(["the configuration is wrong:", *(f"  {line}" for line in problems)]))
    values["home"] = str(Path(values["home"]).expanduser().absolute())
    sources = {name: given[name].source if name in given else "default" for name in _META}
    return Configuration(Settings(**values), sources, file)


def meanings() -> dict[str, tuple[str, str, str]]:
    """Return for each setting its variable, its meaning and what a right value is."""
    return {name: (meta["variable"], meta["meaning"], meta["right"]) for name, meta in _META.items()}


def _convert(given: Mapping[str, _RawValue]) -> tuple[dict[str, Any], list[str]]:
    """Return the values that are right, and a sentence for each that is not."""
    values, wrong = {}, []
    for name, one in given.items():
        try:
            values[name] = msgspec.convert(one.value, _META[name]["type"], strict=False)
        except msgspec.ValidationError:
            said = f"{name} ({one.source}) is {_as_text(name, one.value)!r}"
            wrong.append(f"{said}: it must be {_META[name]['right']}")
    return values, wrong


def _as_text(name: str, value: Any) -> str:
    if value is None:
        return ""
    return re.sub(r":[^/@]*@", ":***@", str(value)) if _META[name]["secret"] else str(value)


def _configuration_file(env: Mapping[str, str], home: Path) -> Path | None:
    named = env.get(FILE_VARIABLE)
    if named and not Path(named).is_file():
        raise BadConfiguration(f"{FILE_VARIABLE} names {named}, and there is no such file: write it, or unset it")
    file = Path(named) if named else home / "baotinh.toml"
    return file if file.is_file() else None


def _read_file(file: Path) -> tuple[dict[str, _RawValue], list[str]]:
    """Return the file's values with their lines, and a sentence for each key that is no setting."""
    try:
        text = file.read_text("utf8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(f"{file}: {error}; a right line looks like: ui_port = 8080") from None
    found = {name: _RawValue(value, f"{file}:{_line_number(text, name)}") for name, value in table.items()}
    known = {name: given for name, given in found.items() if name in _META}
    strays = [
        f"{name} ({given.source}) is no setting{_suggestion(name, [*_META])}"
        for name, given in found.items()
        if name not in _META
    ]
    return known, strays


def _line_number(text: str, name: str) -> int:
    match = re.search(rf"^\s*\[?[\"']?{re.escape(name)}\b", text, re.M)
    return text.count("\n", 0, match.end()) + 1 if match else 1


def _is_unknown_variable(name: str) -> bool:
    known = {FILE_VARIABLE, *(m["variable"] for m in _META.values())}
    return name.startswith("BAOTINH_") and name not in known and not name.startswith(_NOT_SETTINGS)


def _unknown_variable_message(name: str) -> str:
    known = [str(m["variable"]) for m in _META.values()]
    return f"{name} (environment) is no setting{_suggestion(name, known)}"


def _suggestion(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {near[0]}?" if near else f"; known: {', '.join(known)}"
