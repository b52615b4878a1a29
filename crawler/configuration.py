"""The settings: each from the environment, else from one TOML file, else its default; checked when they are read.

The file is the one that BAOTINH_CONFIG names, or else `baotinh.toml` in the home. A secret may stand in a file of its
own, which its variable with _FILE names, as containers are given theirs. No other module reads any of them.
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
_FILE_SUFFIX = "_FILE"
_PREFIX = "BAOTINH_"
# Prefixes of variables that are not settings: the mark of processes, and variables of the tests.
_NOT_SETTINGS = ("BAOTINH_PART_OF", "BAOTINH_TEST_")
_DATABASE_URL = Annotated[str, Meta(pattern=r"^postgres(ql)?://\S*/\S+$")]
_WEB_ADDRESS = Annotated[str, Meta(pattern=r"^https?://[^\s/]+/?$")]
_CONTACT = Annotated[str, Meta(pattern=r"^(https?://\S+|(mailto:)?[^@\s]+@[^@\s]+)$", max_length=200)]
# Whether a key exists is checked later, by `crawler.outlets.nightly_outlets`.
_OUTLETS = Annotated[str, Meta(pattern=r"^[a-z0-9]+(\s*,\s*[a-z0-9]+)*$")]
_TIMES_OF_DAY = Annotated[
    str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d(\s*,\s*([01]\d|2[0-3]):[0-5]\d)*$", max_length=200)
]
# Apprise reads them, when `crawler.alerts` does: a library that takes a second to import does not stand here.
_ALERT_ADDRESSES = Annotated[str, Meta(pattern=r"\S")]
_CALLED_ADDRESS = Annotated[str, Meta(pattern=r"^https?://\S+$")]
_STORE = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9+]*://[^\s@]+$")]
_PORT = Annotated[int, Meta(ge=1024, le=65535)]


def _setting(variable: str, meaning: str, valid: str, *, secret: bool = False) -> Meta:
    """Return a setting's metadata: its variable, its meaning, and which values are valid, with an example."""
    return Meta(description=meaning, extra={"variable": variable, "valid": valid, "secret": secret})


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The effective values; a field's name is its key in the file, its first metadata is its variable."""

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
    archive_store: Annotated[
        _STORE | None,
        _setting(
            "BAOTINH_ARCHIVE_STORE",
            "Bucket to which sealed WARC files and readings go; left out, they stay in the home's folder `archive`.",
            "an address that fsspec knows, without a password, such as s3://bucket/prefix",
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
    reader_url: Annotated[
        _DATABASE_URL | None,
        _setting(
            "BAOTINH_READER_URL",
            "The login by which the reading room reads; left out, the analyst's, or that of DATABASE_URL.",
            "postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
            secret=True,
        ),
    ] = None
    web_port: Annotated[
        _PORT | None,
        _setting(
            "BAOTINH_WEB_PORT",
            "Port of the reading room on 127.0.0.1; left out, that of the last start, or 8090, or any free one.",
            "a whole number from 1024 to 65535, such as 8090",
        ),
    ] = None
    metrics_port: Annotated[
        _PORT | None,
        _setting(
            "BAOTINH_METRICS_PORT",
            "Port of the numbers for Prometheus on 127.0.0.1, which `up` serves; left out, it serves none.",
            "a whole number from 1024 to 65535, such as 9464",
        ),
    ] = None
    outlets: Annotated[
        _OUTLETS,
        _setting(
            "BAOTINH_OUTLETS",
            "The papers of the night: all living ones, crawled (only those read from a real page first), or keys.",
            "all, crawled, or keys that `baotinh outlets` lists, such as baoangiang,baodaklak",
        ),
    ] = "all"
    night_at: Annotated[
        _TIMES_OF_DAY,
        _setting(
            "BAOTINH_NIGHT_AT",
            "When the night begins, in Việt Nam's time; several times, with commas between, for several runs a day.",
            "a time of day from 00:00 to 23:59, or several with commas between, such as 01:30,13:30",
        ),
    ] = "01:30"
    parallelism: Annotated[
        Annotated[int, Meta(ge=1, le=64)] | None,
        _setting(
            "BAOTINH_PARALLELISM",
            "Tasks that run at once; left out, as many as this machine's cores and memory allow, 16 at most.",
            "a whole number from 1 to 64, such as 8",
        ),
    ] = None
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
        _setting(
            "BAOTINH_BACKUPS",
            "Copies of the database that are kept in `backups`: so many of the schedule, so many of upgrades.",
            "a whole number from 1 to 100, such as 3",
        ),
    ] = 3
    backup_hours: Annotated[
        Annotated[int, Meta(ge=0, le=720)],
        _setting(
            "BAOTINH_BACKUP_HOURS",
            "Hours between two copies of the database that `up` makes by itself; 0: it makes none.",
            "a whole number of hours from 0 to 720, such as 24",
        ),
    ] = 24
    analyst_text: Annotated[
        Literal["yes", "no"],
        _setting(
            "BAOTINH_ANALYST_TEXT",
            "Whether the login `analyst` reads full text or only headlines, leads, snippets; from the next start on.",
            "yes or no, such as no",
        ),
    ] = "yes"
    alert_to: Annotated[
        _ALERT_ADDRESSES | None,
        _setting(
            "BAOTINH_ALERT_TO",
            "Who is told of a bad night: addresses as Apprise takes them, with spaces or commas between them.",
            "addresses of Apprise, such as mailto://USER:PASSWORD@example.org",
            secret=True,
        ),
    ] = None
    alert_on: Annotated[
        Literal["red", "change", "night"],
        _setting(
            "BAOTINH_ALERT_ON",
            "Which nights are told of: red ones, those in which a paper's colour changed, or every night.",
            "red, change or night, such as red",
        ),
    ] = "red"
    alert_language: Annotated[
        Literal["en", "vi"],
        _setting("BAOTINH_ALERT_LANGUAGE", "The language of the messages.", "en or vi, such as vi"),
    ] = "en"
    heartbeat_url: Annotated[
        _CALLED_ADDRESS | None,
        _setting(
            "BAOTINH_HEARTBEAT_URL",
            "Address that is called after each complete night, for a watcher that raises the alarm when it is not.",
            "a web address, such as https://watcher.example.org/ping/3f1c",
            secret=True,
        ),
    ] = None
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

    @property
    def night_times(self) -> list[str]:
        """Return the times of day at which a night begins, in order, each once."""
        return sorted({time.strip() for time in self.night_at.split(",")})

    @property
    def night_crons(self) -> list[str]:
        """Return these times as cron expressions."""
        return [f"{int(minute)} {int(hour)} * * *" for hour, minute in (t.split(":") for t in self.night_times)]


class BadConfiguration(ValueError):
    """A setting is wrong; the text names each with its source and a valid value."""


@dataclass(frozen=True)
class Configuration:
    """The effective values and the source of each: a variable, `file:line`, an option, or 'default'."""

    settings: Settings
    sources: dict[str, str]
    file: Path | None

    def as_text(self) -> dict[str, str]:
        """Return each value as text, with secrets masked."""
        return {name: _as_text(name, getattr(self.settings, name)) for name in _META}


@dataclass(frozen=True)
class _RawValue:
    """A value before it is checked, and its source."""

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
    """Read and check all settings; `home` is the value of the option --home. Raises BadConfiguration."""
    env = os.environ if environment is None else environment
    variables = {name: str(meta["variable"]) for name, meta in _META.items()}
    overrides = _secrets_in_files(env)
    overrides |= {name: _RawValue(env[variable], variable) for name, variable in variables.items() if env.get(variable)}
    if home is not None:
        overrides["home"] = _RawValue(str(home), "--home")
    default = {"home": _RawValue(platformdirs.user_data_dir("baotinh"), "default")}
    file = _configuration_file(env, Path((default | overrides)["home"].value).expanduser())
    from_file, file_problems = _read_file(file) if file else ({}, [])
    if "home" in from_file and not env.get(FILE_VARIABLE):
        source = from_file["home"].source
        file_problems.append(f"home ({source}) cannot be set in the home's own file: set BAOTINH_HOME")
    raw_values = default | from_file | overrides
    values, value_problems = _convert(raw_values)
    unknown_variables = [_unknown_variable_message(name) for name in env if _is_unknown_variable(name)]
    problems = [*unknown_variables, *file_problems, *value_problems]
    if problems:
        raise BadConfiguration("\n".join(["the configuration is wrong:", *(f"  {line}" for line in problems)]))
    values["home"] = str(Path(values["home"]).expanduser().absolute())
    sources = {name: raw_values[name].source if name in raw_values else "default" for name in _META}
    return Configuration(Settings(**values), sources, file)


def setting_descriptions() -> dict[str, tuple[str, str, str]]:
    """Return for each setting its variable, its meaning and which values are valid."""
    return {name: (meta["variable"], meta["meaning"], meta["valid"]) for name, meta in _META.items()}


def environment_of_other_build() -> dict[str, str]:
    """Return the environment without our settings, for another build's process: it may know others, and refuse ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_PREFIX)}


def secret_file_variables() -> dict[str, str]:
    """Return for each secret the variable that may name a file in which it stands."""
    return {name: f"{meta['variable']}{_FILE_SUFFIX}" for name, meta in _META.items() if meta["secret"]}


def _secrets_in_files(env: Mapping[str, str]) -> dict[str, _RawValue]:
    """Return the secrets that stand in files; an empty file is a secret that is not set. Raises BadConfiguration."""
    values = {}
    for name, variable in secret_file_variables().items():
        if path := env.get(variable):
            try:
                value = Path(path).read_text("utf8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise BadConfiguration(
                    f"{variable} names {path}, and it cannot be read ({error}): write it, or unset it"
                ) from None
            if value:
                values[name] = _RawValue(value, variable)
    return values


def _convert(raw_values: Mapping[str, _RawValue]) -> tuple[dict[str, Any], list[str]]:
    """Return the valid values in their types, and a sentence for each value that is not valid."""
    values, problems = {}, []
    for name, raw in raw_values.items():
        try:
            values[name] = msgspec.convert(raw.value, _META[name]["type"], strict=False)
        except msgspec.ValidationError:
            statement = f"{name} ({raw.source}) is {_as_text(name, raw.value)!r}"
            problems.append(f"{statement}: it must be {_META[name]['valid']}")
    return values, problems


def _as_text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not _META[name]["secret"]:
        return str(value)
    if name in ("database_url", "reader_url"):
        return _without_password(str(value))
    # Of these any part can be a token: only what kind of address it is is shown.
    return (
        ", ".join(f"{scheme}://***" for scheme in re.findall(r"(?:^|[\s,])([a-zA-Z][\w+.-]*):/", str(value))) or "***"
    )


def _without_password(url: str) -> str:
    """Return the address of a database without its password, wherever it stands, and though it holds `@` or `/`."""
    if not re.match(r"postgres(ql)?://", url):
        return "***"
    masked = re.sub(r"(?<=://)([^:/?@]*):\S*@", r"\1:***@", url)
    return re.sub(r"(?i)((?:pass|secret|token)\w*=)[^&\s]*", r"\1***", masked)


def _configuration_file(env: Mapping[str, str], home: Path) -> Path | None:
    path = env.get(FILE_VARIABLE)
    if path and not Path(path).is_file():
        raise BadConfiguration(f"{FILE_VARIABLE} names {path}, and there is no such file: write it, or unset it")
    file = Path(path) if path else home / "baotinh.toml"
    return file if file.is_file() else None


def _read_file(file: Path) -> tuple[dict[str, _RawValue], list[str]]:
    """Return the file's values with their lines, and a sentence for each key that is not a setting."""
    try:
        text = file.read_text("utf8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(f"{file}: {error}; a right line looks like: ui_port = 8080") from None
    entries = {name: _RawValue(value, f"{file}:{_line_number(text, name)}") for name, value in table.items()}
    raw_values = {name: entry for name, entry in entries.items() if name in _META}
    problems = [
        f"{name} ({entry.source}) is no setting{_suggestion(name, [*_META])}"
        for name, entry in entries.items()
        if name not in _META
    ]
    return raw_values, problems


def _line_number(text: str, name: str) -> int:
    match = re.search(rf"^\s*\[?[\"']?{re.escape(name)}\b", text, re.M)
    return text.count("\n", 0, match.end()) + 1 if match else 1


def _is_unknown_variable(name: str) -> bool:
    variables = {FILE_VARIABLE, *(meta["variable"] for meta in _META.values()), *secret_file_variables().values()}
    return name.startswith(_PREFIX) and name not in variables and not name.startswith(_NOT_SETTINGS)


def _unknown_variable_message(name: str) -> str:
    variables = [str(meta["variable"]) for meta in _META.values()]
    return f"{name} (environment) is no setting{_suggestion(name, variables)}"


def _suggestion(name: str, known_names: list[str]) -> str:
    matches = difflib.get_close_matches(name, known_names, 1)
    return f"; did you mean {matches[0]}?" if matches else f"; known: {', '.join(known_names)}"
