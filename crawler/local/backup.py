"""Copies of the database: written by pg_dump, restored by pg_restore, the newest of each kind kept."""

import os
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import psycopg

from crawler.database import DatabaseDown, connect, grant
from crawler.database.own_objects import OwnObject, schemas_of_people, standing_on_ours
from crawler.local.failure import LocalFailure
from crawler.local.server_account import packaged_binaries

_T = TypeVar("_T")
# A dump of ten years takes long; the command must still end if the server hangs.
LONGEST_HOURS = 12
# The kinds of copies in the home, which are the first words of their names: before an upgrade, and by `up`'s schedule.
BEFORE, SCHEDULED = "before", "scheduled"
# One copy has 10 to 20 % of the database's size; three of a kind let an operator go back over two upgrades.
COPIES_KEPT = 3
# A machine that was off over a weekend is late with its copy, and nothing is wrong.
LATE_BACKUP = timedelta(days=3)


class BackupFailed(LocalFailure):
    """pg_dump or pg_restore failed; the text is the end of its own error output."""


@dataclass(frozen=True)
class Copy:
    """A finished copy of the database."""

    file: Path
    at: datetime
    size: int


def backup_folder(home: Path) -> Path:
    """Return the folder of a home's copies; make it if it is missing."""
    folder = home / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def newest_copy(home: Path, kind: str = "") -> Copy | None:
    """Return the newest copy in a home, of this kind or of any; None if there is none."""
    copies = []
    for file in (home / "backups").glob(f"{kind}*.dump"):
        facts = file.stat()
        copies.append(Copy(file, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size))
    return max(copies, key=lambda copy: copy.at, default=None)


def newest_backup_at(home: Path) -> datetime | None:
    """Return when the newest copy in a home was finished; None if there is none."""
    newest = newest_copy(home)
    return newest.at if newest else None


def prune_copies(folder: Path, copies: int, kind: str = BEFORE) -> None:
    """Delete all but the newest copies of a kind, and the unfinished ones; other files stay."""
    dumps = sorted(folder.glob(f"{kind}-*.dump"), key=lambda file: file.stat().st_mtime)
    for file in [*dumps[:-copies], *folder.glob(f"{kind}-*.dump.part")]:
        file.unlink()


def backup(url: str, file: Path) -> None:
    """Write the whole database to one compressed file, complete or not at all. Raises BackupFailed.

    Schemas of people's own are left out: a function of theirs would be the owner's after a restore.
    """
    part = file.with_name(file.name + ".part")
    left_out = [f'--exclude-schema="{name}"' for name in _asked(url, schemas_of_people)]
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}", *left_out, url=url)
    part.replace(file)


def restore(url: str, file: Path) -> None:
    """Replace the database's content by the copy, in one transaction. Raises BackupFailed.

    A view or function of somebody's own that the copy does not have stands in its way: it is named, nothing is changed.
    """
    if in_the_way := _missing_in(file, _asked(url, standing_on_ours)):
        raise BackupFailed(
            f"the copy replaces what something of yours stands on: {'; '.join(map(str, in_the_way))}. Keep its text "
            "(`\\d+` or `\\sf` in psql), let its owner drop it, restore again, and make it again; nothing was changed"
        )
    # Rights are not restored but granted again: another server may lack a role that the copy names.
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", *options, str(file), url=url)
    with connect(url) as conn:
        grant(conn)


def _missing_in(file: Path, own: list[OwnObject]) -> list[OwnObject]:
    """Return what a copy does not have; what it has is dropped and made again in the right order."""
    if not own:
        return []
    listed = _program("pg_restore", "--list", str(file))
    return [one for one in own if f" {one.kind} {one.schema} {one.name} " not in listed]


def _asked(url: str, question: Callable[[psycopg.Connection], list[_T]]) -> list[_T]:
    """Return the database's answer; an empty one where it is down, which the program that follows says itself."""
    try:
        conn = connect(url)
    except DatabaseDown:
        return []
    with closing(conn):
        return question(conn)


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
    _program(program, *arguments, *database, environment=environment)


def _program(program: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run one of PostgreSQL's programs and return what it prints. Raises BackupFailed."""
    completed = subprocess.run(
        [packaged_binaries() / program, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_HOURS * 3600,
        # A copy holds what analysts do not read: who asked for a takedown, and full text.
        umask=0o077,
        check=False,
    )
    if completed.returncode:
        raise BackupFailed(f"{program} failed: {completed.stderr.strip()[-500:]}")
    return completed.stdout
