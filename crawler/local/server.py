"""The `.env` file of a server's docker-compose.yml: secrets that are generated for this installation."""

import base64
import os
import secrets
from pathlib import Path

from crawler.local.failure import LocalFailure
from crawler.local.private import write_private

PASSWORDS = (
    "POSTGRES_PASSWORD",
    "BAOTINH_PASSWORD",
    "LOADER_PASSWORD",
    "AIRFLOW_PASSWORD",
    "ANALYST_PASSWORD",
    "ADMIN_PASSWORD",
    "REDIS_PASSWORD",
)
KEYS = ("FERNET_KEY", "API_SECRET_KEY", "JWT_SECRET")


def write_env(file: Path, contact: str) -> None:
    """Write the `.env` of a server. Raises LocalFailure if it exists: the server's volumes have its passwords."""
    if file.exists():
        raise LocalFailure(f"{file} exists, and its passwords are those of the server's volumes: it is left as it is")
    # URL-safe letters only: they stand in database addresses, and Compose expands a dollar sign.
    lines = [f"{name}={secrets.token_urlsafe(24)}" for name in PASSWORDS]
    lines += [f"{name}={base64.urlsafe_b64encode(os.urandom(32)).decode()}" for name in KEYS]
    lines += [f"BAOTINH_CONTACT={contact}"]
    write_private(file, "\n".join(lines) + "\n")
