"""The logins of a server of several: each as the address in its secret's file has it."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg

from crawler.local.failure import LocalFailure
from crawler.local.logins.databases import AIRFLOW, LOADER, OWNER, ensure_roles_and_databases
from crawler.local.logins.login import DEFAULTS, SHARED_CONNECTIONS, Login

SUPERUSER_PASSWORD = "postgres_password"
ADDRESSES = {"owner_url": OWNER, "loader_url": LOADER, "airflow_url": AIRFLOW, "reader_url": "analyst"}


def ensure_server_roles(folder: Path, *, analyst_text: bool) -> None:
    """Make the server's roles and databases, and give each login the password in its file. Raises LocalFailure."""
    addresses = {role: _read(folder / file) for file, role in ADDRESSES.items()}
    passwords = _passwords(folder, addresses)
    server = urlsplit(addresses[OWNER]).netloc.rpartition("@")[2]
    superuser = f"postgresql://postgres:{quote(_read(folder / SUPERUSER_PASSWORD), safe='')}@{server}"
    shared = Login("analyst", passwords.pop("analyst"), analyst_text, SHARED_CONNECTIONS, DEFAULTS)
    try:
        ensure_roles_and_databases(lambda database: f"{superuser}/{database}", passwords, [shared])
    except psycopg.OperationalError as error:
        # A new text in the file of the superuser's password alone cannot change it: it is what opens the server.
        raise LocalFailure(
            f"the superuser cannot log in at {server} with {folder / SUPERUSER_PASSWORD}: {str(error).strip()}"
        ) from None


def _passwords(folder: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return each role's password. Raises LocalFailure for an address of another role or without a password."""
    passwords = {}
    for file, role in ADDRESSES.items():
        parts = urlsplit(addresses[role])
        if parts.username != role or not parts.password:
            raise LocalFailure(
                f"{folder / file} is no address of the role {role}: it must be "
                f"postgresql://{role}:PASSWORD@HOST:PORT/DATABASE"
            )
        passwords[role] = unquote(parts.password)
    return passwords


def _read(file: Path) -> str:
    try:
        return file.read_text("utf8").strip()
    except OSError as error:
        raise LocalFailure(f"{file} cannot be read ({error.strerror}): `baotinh env` writes it") from None
