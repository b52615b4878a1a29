"""Nights: the runs of all papers in the last months, which of them is complete, and the verdicts of the last one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from prometheus_client.core import Metric

from crawler.metrics.gauges import gauge, gauges, moment

UNCHECKED = "unchecked"
VERDICTS = ("green", "amber", "red", "closed", UNCHECKED)
# Older nights are not looked at: who has had no complete night for so long needs no exact number.
OLDEST_DAYS = 35
# Airflow begins the name of a run that its schedule started so.
_SCHEDULED = "scheduled__"
_NOT_COMPLETE = {"red", UNCHECKED}


@dataclass(frozen=True)
class Night:
    """A run with the verdicts of its papers; a paper that was crawled and not checked yet is 'unchecked'."""

    run_id: str
    started_at: datetime
    verdicts: dict[str, str]

    def verdict(self, outlet_key: str) -> str:
        """Return a paper's verdict, 'unchecked' where the night knows nothing of it."""
        return self.verdicts.get(outlet_key, UNCHECKED)

    def is_of_all_papers(self, outlet_keys: Iterable[str]) -> bool:
        """Return False for a crawl by hand, which is no night unless it was of every paper."""
        return self.run_id.startswith(_SCHEDULED) or self.verdicts.keys() >= {*outlet_keys}


@dataclass(frozen=True)
class Nights:
    """The nights of the last months, oldest first."""

    nights: list[Night]
    outlet_keys: Sequence[str]

    @property
    def last(self) -> Night | None:
        """Return the newest night, which may be under way."""
        return self.nights[-1] if self.nights else None

    @property
    def last_complete(self) -> Night | None:
        """Return the newest night in which each paper that was crawled by then has a verdict that is not red.

        A paper counts from its first night on: one that joins today does not make all earlier nights incomplete.
        """
        known: set[str] = set()
        complete = None
        for night in self.nights:
            known |= night.verdicts.keys()
            if known and not any(night.verdict(key) in _NOT_COMPLETE for key in known):
                complete = night
        return complete


def read_nights(conn: psycopg.Connection, outlet_keys: Sequence[str]) -> Nights:
    """Return the nights of these papers; a run that the clock puts into the future is not one of them."""
    rows = conn.execute(_NIGHTS, {"keys": [*outlet_keys], "days": OLDEST_DAYS}).fetchall()
    by_run: dict[str, Night] = {}
    for run_id, started_at, outlet_key, verdict in rows:
        night = by_run.setdefault(run_id, Night(run_id, started_at, {}))
        night.verdicts[outlet_key] = verdict or UNCHECKED
    return Nights([night for night in by_run.values() if night.is_of_all_papers(outlet_keys)], outlet_keys)


def night_numbers(nights: Nights) -> Iterator[Metric]:
    """Yield when the last night and the last complete one began, and the verdicts of the last one."""
    last, complete = nights.last, nights.last_complete
    yield gauge(
        "baotinh_last_night_timestamp_seconds",
        f"When the newest night began, whatever became of it; 0: none in the last {OLDEST_DAYS} days.",
        moment(last.started_at if last else None),
    )
    yield gauge(
        "baotinh_last_complete_night_timestamp_seconds",
        "When the newest night began in which every paper was checked and none is red; 0: none in the last "
        f"{OLDEST_DAYS} days. time() minus this is its age.",
        moment(complete.started_at if complete else None),
    )
    verdicts = {key: last.verdict(key) if last else UNCHECKED for key in nights.outlet_keys}
    yield gauges(
        "baotinh_last_night_outlets",
        "Papers of the newest night by verdict: green, amber, red, closed (robots.txt forbids all) or unchecked.",
        ["verdict"],
        (([verdict], [*verdicts.values()].count(verdict)) for verdict in VERDICTS),
    )
    yield gauges(
        "baotinh_outlet_verdict",
        "1 for the verdict that a paper has in the newest night, 0 for the four others.",
        ["outlet", "verdict"],
        (([key, verdict], float(given == verdict)) for key, given in verdicts.items() for verdict in VERDICTS),
    )


# A check of a crawl that was never loaded has no row in ops.run: then it is as old as its first check.
_NIGHTS = """
    WITH part AS (
        SELECT run_id, outlet_key FROM ops.crawl
        WHERE outlet_key = ANY(%(keys)s) AND started_at > now() - make_interval(days => %(days)s)
        UNION
        SELECT run_id, outlet_key FROM ops.check_result
        WHERE outlet_key = ANY(%(keys)s) AND checked_at > now() - make_interval(days => %(days)s)
    ), night AS (
        SELECT run_id, coalesce(n.first_seen_at, min(r.checked_at) OVER (PARTITION BY run_id)) AS started_at,
            outlet_key, r.verdict
        FROM part LEFT JOIN ops.check_result AS r USING (run_id, outlet_key) LEFT JOIN ops.run AS n USING (run_id)
        WHERE coalesce(n.kind, 'night') = 'night'
    )
    SELECT * FROM night
    WHERE started_at BETWEEN now() - make_interval(days => %(days)s) AND now()
    ORDER BY started_at, run_id"""
