"""docker-compose.yml as a test reads it: what a service is told, with this machine's addresses for the containers'."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import crawler

FILE = Path(crawler.__file__).parent.parent / "docker-compose.yml"


def services() -> dict[str, dict[str, Any]]:
    """Return the services as they are written, variables unresolved."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf8"))["services"]
    return found


def environment_of(service: str, secrets: Mapping[str, str], addresses: Mapping[str, str]) -> dict[str, str]:
    """Return a service's environment, variables from `secrets` or by their default, each address replaced."""
    found = {}
    for name, value in services()[service]["environment"].items():
        text = re.sub(r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}", lambda m: secrets.get(m[1]) or m[2] or "", value)
        for container, address in addresses.items():
            text = text.replace(container, address)
        found[name] = text
    return found
