"""A server's own files beside docker-compose.yml: `.env` with its settings, and `secrets/`, one file for each."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from crawler.local.failure import LocalFailure
from crawler.local.private import write_private

SECRETS = "secrets"


def _password() -> str:
    # URL-safe letters only: it stands in addresses.
    return secrets.token_urlsafe(24)


def _key() -> str:
    # Fernet takes exactly 32 bytes.
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _signing_key() -> str:
    # As long as what SHA-512 makes of it (RFC 7518, 3.2).
    return secrets.token_urlsafe(64)


# One file for one secret, and of a login its whole address: `init` gives the server the password that stands in it.
GENERATED: dict[str, Callable[[], str]] = {
    "postgres_password": _password,
    "owner_url": lambda: f"postgresql://baotinh:{_password()}@postgres:5432/baotinh",
    "loader_url": lambda: f"postgresql://baotinh_loader:{_password()}@postgres:5432/baotinh",
    "reader_url": lambda: f"postgresql://analyst:{_password()}@postgres:5432/baotinh",
    "airflow_url": lambda: f"postgresql+psycopg://airflow:{_password()}@postgres:5432/airflow",
    "broker_url": lambda: f"redis://:{_password()}@redis:6379/0",
    "admin_password": _password,
    "grafana_password": _password,
    "restic_password": _password,
    "fernet_key": _key,
    "api_secret_key": _signing_key,
    "jwt_secret": _signing_key,
}
# What only the operator can know; an empty file is a secret that is not set.
TO_FILL_IN = ("alert_to", "heartbeat_url", "restic_repository", "s3_credentials", "archive_credentials")


def write_env(file: Path, contact: str) -> None:
    """Write a server's settings and, beside them, a folder of secrets. Raises LocalFailure if either exists."""
    folder = file.parent / SECRETS
    for path, reason in ((file, "it is this server's"), (folder, "its passwords are those of the server's volumes")):
        if path.exists():
            raise LocalFailure(f"{path} exists, and {reason}: it is left as it is")
    folder.mkdir(mode=0o700, parents=True)
    for name, make in GENERATED.items():
        _write_secret(folder / name, make())
    for name in TO_FILL_IN:
        _write_secret(folder / name, "")
    write_private(file, f"BAOTINH_CONTACT={contact}\n")


def _write_secret(file: Path, text: str) -> None:
    """Write a file that the users of all containers can read, in a folder that no other user of this machine can."""
    # Compose mounts the file as it is, whoever reads it there: the image's user is another than the host's.
    write_private(file, f"{text}\n" if text else "")
    file.chmod(0o444)
