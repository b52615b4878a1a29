"""The doctor's checks of the database: version, migrations, clocks, copies, vacuum, unfinished takedowns."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.configuration import Settings
from crawler.database import CannotMigrate, DatabaseDown, connect, outdated, pending
from crawler.local.backup import LATE_BACKUP, newest_backup_at
from crawler.local.doctor.finding import Finding, Findings, fault, ok
from crawler.local.status import data_url
from crawler.local.tables import vacuum_problems
from crawler.local.upgrade import has_articles
from crawler.warehouse import remaining_captures

# Clocks that are kept over the network differ by less than this.
CLOCK_SECONDS = 60


def check_database(settings: Settings) -> Findings:
    """Check that a PostgreSQL of the needed version answers, and that every migration is applied."""
    try:
        with closing(connect(data_url(settings))) as conn:
            version = conn.info.server_version // 10_000
    except DatabaseDown as error:
        remedy = "start that server, or correct DATABASE_URL" if settings.database_url else "`baotinh up --detach`"
        yield fault("database", str(error).splitlines()[0], remedy)
        return
    if version < 18:
        yield fault("database", f"PostgreSQL {version} answers", "18 is needed: name another in DATABASE_URL")
    else:
        yield ok("database", f"PostgreSQL {version} answers")
    try:
        migrations = [*pending(data_url(settings)), *outdated(data_url(settings))]
    except CannotMigrate as error:
        message, _, remedy = str(error).partition(": ")
        yield fault("migrations", message, remedy)
        return
    if migrations:
        yield fault(
            "migrations",
            f"{len(migrations)} wait: {', '.join(migrations)}",
            "`baotinh down`, then `baotinh up --detach`: it copies the database first; or `baotinh migrate`",
        )
    else:
        yield ok("migrations", "all are applied")


_CLOCKS = "SELECT max(fetched_at), clock_timestamp() FROM ops.capture"


def check_clock(settings: Settings) -> Findings:
    """Compare this machine's clock with the database's clock and with the newest capture."""
    with closing(connect(data_url(settings))) as conn:
        newest_capture, database_now = conn.execute(_CLOCKS).fetchone() or (None, None)
    now = datetime.now(UTC)
    if database_now and abs(now - database_now) > timedelta(seconds=CLOCK_SECONDS):
        yield fault(
            "clock",
            f"it is {now:%H:%M:%S} UTC here, and {database_now.astimezone(UTC):%H:%M:%S} on the database's machine",
            "set both clocks (timedatectl set-ntp true): captures of several machines are ordered by them",
        )
    elif newest_capture and newest_capture > now + timedelta(seconds=CLOCK_SECONDS):
        yield fault(
            "clock",
            f"it is {now:%Y-%m-%d %H:%M} UTC here, the newest capture is of {newest_capture:%Y-%m-%d %H:%M}",
            "set the clock (timedatectl set-ntp true): captures in the wrong order make wrong revisions",
        )
    else:
        yield ok("clock", f"{now:%Y-%m-%d %H:%M} UTC, after every capture")


def check_backup(settings: Settings) -> Findings:
    """Look at the age of the newest copy of the database; a database without articles needs none."""
    if not settings.backup_hours:
        message = "`up` makes no copy of the database (backup_hours = 0): it must be copied by other means"
        yield Finding("backup", "note", message)
        return
    folder, newest = Path(settings.home) / "backups", newest_backup_at(Path(settings.home))
    remedy = (
        "`up` makes one by itself while it runs; `baotinh logs backup` says why it could not; "
        f'`baotinh backup "{folder}/by-hand.dump"` makes one now'
    )
    if newest is None:
        if has_articles(data_url(settings)):
            yield fault("backup", f"there is no copy of the database in {folder}", remedy)
        else:
            yield ok("backup", "no articles yet: there is nothing to copy")
        return
    age = datetime.now(UTC) - newest
    message = f"the newest copy of the database is of {newest.astimezone():%Y-%m-%d %H:%M}"
    if age > timedelta(hours=settings.backup_hours) + LATE_BACKUP:
        yield fault("backup", f"{message}, {age.days} days old", remedy)
    else:
        yield ok("backup", message)


def check_tables(settings: Settings) -> Findings:
    """Look for problems with vacuuming, and for captures of takedowns that are still in the archive."""
    with closing(connect(data_url(settings))) as conn:
        problems = [*vacuum_problems(conn)]
        captures = remaining_captures(conn)
    for message, remedy in problems:
        yield fault("tables", message, remedy)
    if not problems:
        yield ok("tables", "vacuumed as they need")
    if captures:
        message = f"{captures} captures that were taken down are still in the archive"
        yield fault("takedowns", message, "`baotinh takedowns --finish` removes them")
