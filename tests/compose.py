"""docker-compose.yml as a test reads it: what a service is told and runs, with this machine's paths and addresses."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import crawler
from crawler.local.server import SECRETS, write_env

FILE = Path(crawler.__file__).parent.parent / "docker-compose.yml"
# Variables that Compose resolves: ${NAME}, ${NAME:-default}, ${NAME:?message}.
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([?-])([^}]*))?\}")


def whole() -> dict[str, Any]:
    """Return the whole file as it is written, variables unresolved."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf8"))
    return read


def services() -> dict[str, dict[str, Any]]:
    """Return the services as they are written, variables unresolved."""
    read: dict[str, dict[str, Any]] = whole()["services"]
    return read


def write_secrets(folder: Path, here: Mapping[str, str]) -> dict[str, str]:
    """Write a server's files as `baotinh env` does, with `here` for the containers' addresses; return `.env`."""
    write_env(folder / ".env", "toa-soan@example.vn")
    for file in (folder / SECRETS).iterdir():
        file.chmod(0o644)
        file.write_text(replaced(file.read_text(), here))
    return dict(line.split("=", 1) for line in (folder / ".env").read_text().splitlines())


def environment_of(service: str, variables: Mapping[str, str], here: Mapping[str, str]) -> dict[str, str]:
    """Return a service's environment, variables resolved, with `here` for paths and addresses."""
    return {
        name: replaced(VARIABLE.sub(lambda match: variables.get(match[1]) or default_of(match), value), here)
        for name, value in services()[service].get("environment", {}).items()
    }


def default_of(match: re.Match[str]) -> str:
    """Return what Compose puts in the place of a variable that is not set."""
    return match[3] if match[2] == "-" else ""


def words_of(command: str | list[str], here: Mapping[str, str]) -> list[str]:
    """Return the words of a command, or of a health check, as the container's engine starts it."""
    words = command.split() if isinstance(command, str) else [*command]
    if words[0] == "CMD":
        words = words[1:]
    elif words[0] == "CMD-SHELL":
        words = ["sh", "-c", *words[1:]]
    return [replaced(word.replace("$$", "$"), here) for word in words]


def replaced(text: str, here: Mapping[str, str]) -> str:
    """Return the text with each path and address of a container replaced."""
    for container, address in here.items():
        text = text.replace(container, address)
    return text
