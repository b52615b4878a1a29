"""The logins of a server of several: each as the address in its secret's file has it."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg

from crawler.local.failure import LocalFailure
from crawler.local.logins.analysts import SHARED
from crawler.local.logins.databases import AIRFLOW, LOADER, OWNER, ensure_roles_and_databases
from crawler.local.logins.login import DEFAULTS, SHARED_CONNECTIONS, Login

SUPERUSER_PASSWORD = "postgres_password"
READERS_ADDRESS = "reader_url"
ADDRESSES = {"owner_url": OWNER, "loader_url": LOADER, "airflow_url": AIRFLOW, READERS_ADDRESS: SHARED}


def ensure_server_roles(folder: Path, *, analyst_text: bool) -> None:
    """Make the server's roles and databases, and give each login the password in its file. Raises LocalFailure."""
    passwords = {role: _password(folder, file) for file, role in ADDRESSES.items() if role != SHARED}
    superuser, server = superuser_url(folder), _server(folder)
    shared = shared_login(folder, analyst_text=analyst_text)
    try:
        ensure_roles_and_databases(superuser, passwords, [shared])
    except psycopg.OperationalError as error:
        # A new text in the file of the superuser's password alone cannot change it: it is what opens the server.
        raise LocalFailure(
            f"the superuser cannot log in at {server} with {folder / SUPERUSER_PASSWORD}: {str(error).strip()}"
        ) from None


def superuser_url(folder: Path) -> Callable[[str], str]:
    """Return what gives the superuser's URL of a database, on the server of the readers' address."""
    password = quote(_read(folder / SUPERUSER_PASSWORD), safe="")
    return lambda database: f"postgresql://postgres:{password}@{_server(folder)}/{database}"


def shared_login(folder: Path, *, analyst_text: bool) -> Login:
    """Return the login that all share, with the password in its file."""
    return Login(SHARED, _password(folder, READERS_ADDRESS), analyst_text, SHARED_CONNECTIONS, DEFAULTS)


def _server(folder: Path) -> str:
    return urlsplit(_read(folder / READERS_ADDRESS)).netloc.rpartition("@")[2]


def _password(folder: Path, file: str) -> str:
    """Return a role's password. Raises LocalFailure for an address of another role or without a password."""
    parts, role = urlsplit(_read(folder / file)), ADDRESSES[file]
    if parts.username != role or not parts.password:
        raise LocalFailure(
            f"{folder / file} is no address of the role {role}: it must be "
            f"postgresql://{role}:PASSWORD@HOST:PORT/DATABASE"
        )
    return unquote(parts.password)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf8").strip()
    except OSError as error:
        raise LocalFailure(f"{file} cannot be read ({error.strerror}): `baotinh env` writes it") from None
