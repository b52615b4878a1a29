"""The doctor: it looks for what would go wrong in the next night, and names what, where, and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg

from crawler.archive.store import failures
from crawler.configuration import Settings
from crawler.database import DatabaseDown
from crawler.local.doctor.airflow import check_airflow
from crawler.local.doctor.alerts import check_alerts
from crawler.local.doctor.archive import check_archive_folder, check_bucket, check_loaded_files
from crawler.local.doctor.database import check_backup, check_clock, check_database, check_tables
from crawler.local.doctor.finding import Finding, Findings, fault
from crawler.local.doctor.logins import check_logins
from crawler.local.doctor.machine import (
    check_disk,
    check_housekeeping,
    check_leftovers,
    check_secrets,
    check_time_zone,
)
from crawler.local.doctor.papers import check_hosts, check_robots_txt, check_settings
from crawler.outlets import UnknownOutlet

__all__ = ["Finding", "examine"]

# A check comes after those that it depends on.
_CHECKS: list[Callable[[Settings], Findings]] = [
    check_settings,
    check_archive_folder,
    check_bucket,
    check_disk,
    check_time_zone,
    check_database,
    check_clock,
    check_hosts,
    check_robots_txt,
    check_airflow,
    check_leftovers,
    check_secrets,
    check_logins,
    check_loaded_files,
    check_housekeeping,
    check_backup,
    check_tables,
    check_alerts,
]


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield the findings of every check; a check that cannot be done is a fault as well."""
    for check in _CHECKS:
        try:
            yield from check(settings)
        except (OSError, psycopg.Error, DatabaseDown, UnknownOutlet) as error:
            yield _undone(check, error)
        except failures() as error:
            yield _undone(check, error)


def _undone(check: Callable[[Settings], Findings], error: BaseException) -> Finding:
    """Return the finding that a check could not be done."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    name = check.__name__.removeprefix("check_").replace("_", " ")
    return fault(name, lines[0], "see the findings above; then look again")
