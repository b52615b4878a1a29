"""The doctor's checks of the database: version, migrations, clocks, vacuum, unfinished takedowns."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

from crawler.configuration import Settings
from crawler.database import CannotMigrate, DatabaseDown, connect, outdated, pending
from crawler.local.doctor.finding import Findings, fault, ok
from crawler.local.status import data_url
from crawler.local.tables import vacuum_problems
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
