"""Copies of the database: pg_dump out, pg_restore back in."""

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crawler.database import connect, grant
from crawler.local.failure import LocalFailure
from crawler.local.postgres import packaged_binaries

# A dump of ten years takes its time; a hung server must still end the command one day.
LONGEST_HOURS = 12


class BackupFailed(LocalFailure):
    """pg_dump or pg_restore said no; the text is its own last words."""


def backup(url: str, file: Path) -> None:
    """Write the whole database to one compressed file, complete or not at all. Raises BackupFailed."""
    part = file.with_name(file.name + ".part")
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}", url=url)
    part.replace(file)


def restore(url: str, file: Path) -> None:
    """Replace what the database holds by the copy, in one transaction. Raises BackupFailed."""
    # Rights are given anew: another server may lack the role that the copy names.
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        str(file),
        url=url,
    )
    with connect(url) as conn:
        grant(conn)


def psql_command(url: str) -> tuple[list[str], dict[str, str]]:
    """Return the packaged psql with its database, and the environment that holds the password."""
    database, environment = _database(url)
    return [str(packaged_binaries() / "psql"), *database], environment


def _database(url: str) -> tuple[list[str], dict[str, str]]:
    """Return the arguments that name a database, and the environment with its password: others can read arguments."""
    parts = urlsplit(url)
    named = f"postgresql://{parts.username}@{parts.hostname}:{parts.port or 5432}{parts.path}"
    return ["--dbname", named], os.environ | {"PGPASSWORD": unquote(parts.password or "")}


def _run(program: str, *arguments: str, url: str) -> None:
    database, environment = _database(url)
    done = subprocess.run(
        [packaged_binaries() / program, *arguments, *database],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_HOURS * 3600,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-500:]}")
