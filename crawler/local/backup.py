"""Copies of the database: written by pg_dump, restored by pg_restore."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crawler.database import connect, grant
from crawler.local.failure import LocalFailure
from crawler.local.postgres import packaged_binaries

# A dump of ten years takes long; the command must still end if the server hangs.
LONGEST_HOURS = 12


class BackupFailed(LocalFailure):
    """pg_dump or pg_restore failed; the text is the end of its own error output."""


def backup(url: str, file: Path) -> None:
    """Write the whole database to one compressed file, complete or not at all. Raises BackupFailed."""
    part = file.with_name(file.name + ".part")
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}", url=url)
    part.replace(file)


def restore(url: str, file: Path) -> None:
    """Replace the database's content by the copy, in one transaction. Raises BackupFailed."""
    # Rights are not restored but granted again: another server may lack a role that the copy names.
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", *options, str(file), url=url)
    with connect(url) as conn:
        grant(conn)


def newest_backup_at(home: Path) -> datetime | None:
    """Return when the newest copy in the home was made; None if there is none."""
    times = [file.stat().st_mtime for file in (home / "backups").glob("*.dump")]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def psql_command(url: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line of the packaged psql, and the environment that holds the password."""
    database, environment = _database_arguments(url)
    return [str(packaged_binaries() / "psql"), *database], environment


def _database_arguments(url: str) -> tuple[list[str], dict[str, str]]:
    """Return the arguments that name a database, and the environment with its password, which arguments would show."""
    parts = urlsplit(url)
    address = f"postgresql://{parts.username}@{parts.hostname}:{parts.port or 5432}{parts.path}"
    return ["--dbname", address], os.environ | {"PGPASSWORD": unquote(parts.password or "")}


def _run(program: str, *arguments: str, url: str) -> None:
    database, environment = _database_arguments(url)
    completed = subprocess.run(
        [packaged_binaries() / program, *arguments, *database],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_HOURS * 3600,
        check=False,
    )
    if completed.returncode:
        raise BackupFailed(f"{program} failed: {completed.stderr.strip()[-500:]}")
