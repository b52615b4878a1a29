"""The doctor's checks of the machine: disk, time zone, leftovers of dead processes, passwords, housekeeping."""

import shutil
import stat
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.configuration import Settings
from crawler.local.doctor.finding import Findings, fault, ok
from crawler.local.home import LEAST_FREE_BYTES, holder_of, try_lock
from crawler.local.housekeeping_record import last_housekeeping
from crawler.local.postgres import PostgresServer
from crawler.local.status import growth_of
from crawler.processes import marked_processes

ZONE = "Asia/Ho_Chi_Minh"
# An operator who looks once a month must read of it in time.
LEAST_DAYS = 60
# Housekeeping is due once a day; a laptop that slept over a weekend is no fault.
LATE_HOUSEKEEPING_DAYS = 4


def check_disk(settings: Settings) -> Findings:
    """Compare the free space with the least that a start needs, and with the archive's growth."""
    home = Path(settings.home)
    free = shutil.disk_usage(home if home.exists() else Path("/")).free
    archive = growth_of(home / "archive", time.time())
    days = free / archive.daily if archive.daily else float("inf")
    message = f"{free >> 20:,} MB are free on the disk of {home}"
    remedy = "free some space, or move the home to a larger disk (docs/operator.md)"
    if free < LEAST_FREE_BYTES:
        yield fault("disk", message, remedy)
    elif archive.days >= 1 and days < LEAST_DAYS:
        yield fault("disk", f"{message}: at the archive's pace full in {days:.0f} days", remedy)
    else:
        yield ok("disk", message)


def check_time_zone(settings: Settings) -> Findings:
    """Check that Việt Nam's time zone is known, and is seven hours ahead of UTC."""
    try:
        offset = datetime.now(ZoneInfo(ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset == timedelta(hours=7):
        yield ok("time zone", f"{ZONE} is known")
        return
    message = f"{ZONE} is {'not known' if offset is None else f'wrong ({offset})'}"
    yield fault("time zone", message, "install the package tzdata again, or unset PYTHONTZPATH")


def check_leftovers(settings: Settings) -> Findings:
    """Look for WARC files that a dead crawl left open, and for processes that a dead start left running."""
    home = Path(settings.home)
    for file in sorted((home / "archive" / "warc").glob("*/*.open")):
        if not _is_being_written(file):
            yield fault(
                "leftovers",
                f"{file.name} was left by a crawl that died",
                f"`baotinh load {file.parent.name}` seals it up to its last whole record",
            )
    if holder_of(home) is None and (processes := marked_processes(home / "airflow")):
        message = f"{len(processes)} processes of Airflow were left by a start that died"
        yield fault("leftovers", message, "`baotinh down`")


def _is_being_written(file: Path) -> bool:
    with file.open("rb") as stream:
        return not try_lock(stream)


def check_secrets(settings: Settings) -> Findings:
    """Look for files and folders with passwords, requests for takedown or texts that other users can read."""
    home = Path(settings.home)
    files = [*(home / "postgres").glob("*.password"), home / "airflow/passwords.json", home / "airflow/secrets.json"]
    files += [home / "postgres" / "analysts.json", home / "archive", home / "backups"]
    if (home / "postgres").exists():
        files.append(PostgresServer(home).log)
    if settings.database_url or settings.alert_to or settings.heartbeat_url:
        files.append(home / "baotinh.toml")
    readable = [file for file in files if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in readable:
        yield fault("secrets", f"{file} can be read by others", f"chmod {700 if file.is_dir() else 600} {file}")
    if not readable:
        yield ok("secrets", "no file with a password can be read by others, nor the archive")


def check_housekeeping(settings: Settings) -> Findings:
    """Look at the record of the last round of housekeeping; a home that never had a round is no fault."""
    record = last_housekeeping(Path(settings.home))
    run_again = "`baotinh logs housekeeping` says why; `baotinh housekeeping` does it now"
    if record.damaged:
        remedy = "`baotinh fixity` names each file: bring it back from a copy"
        yield fault("upkeep", f"housekeeping {record}", remedy)
    elif record.failed:
        yield fault("upkeep", f"housekeeping {record}", run_again)
    elif record.at and time.time() - record.at > LATE_HOUSEKEEPING_DAYS * 86_400:
        yield fault("upkeep", f"housekeeping was last done {record}", run_again)
    else:
        yield ok("upkeep", f"housekeeping {record}")
