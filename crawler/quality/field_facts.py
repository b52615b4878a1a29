"""The facts of field health: a night's counts of each field, and those of the paper's nights before it."""

import psycopg

from crawler.quality.field_health import FieldCount, FieldHealth
from crawler.quality.night_shares import HISTORY_NIGHTS, WINDOWS


def field_facts(conn: psycopg.Connection, outlet_key: str, run_id: str) -> list[FieldHealth]:
    """Return each field's counts in this run and in the nights before it; [] where it read no new article."""
    places = {run: place for place, run in enumerate(run_and_nights_before(conn, outlet_key, run_id))}
    nights: dict[str, dict[int, tuple[FieldCount, str | None]]] = {}
    for run, field, *counts, layout in conn.execute(_COUNTS, [outlet_key, [*places]]):
        nights.setdefault(field, {})[places[run]] = FieldCount(*counts), layout
    return [
        FieldHealth(
            field,
            by_place[0][0],
            [by_place[place][0] if place in by_place else FieldCount() for place in range(1, len(places))],
            _is_new(by_place[0][1], {layout for place, (_, layout) in by_place.items() if place}),
        )
        for field, by_place in nights.items()
        if 0 in by_place
    ]


def _is_new(layout: str | None, known: set[str | None]) -> bool | None:
    """Return True if no night before had this signature; None where there is nothing to compare."""
    known.discard(None)
    return layout not in known if layout and known else None


def run_and_nights_before(conn: psycopg.Connection, outlet_key: str, run_id: str) -> list[str]:
    """Return the run, and the paper's nights before it that a verdict looks back on, newest first."""
    filters = {"outlet": outlet_key, "run": run_id, "most": HISTORY_NIGHTS + WINDOWS[-1]}
    return [run for (run,) in conn.execute(_RUNS, filters)]


# The run first, then the paper's nights before it, newest first; a run that is dated later is not before it.
_RUNS = """
    SELECT c.run_id FROM ops.crawl AS c JOIN ops.run AS r USING (run_id)
    WHERE c.outlet_key = %(outlet)s AND (c.run_id = %(run)s OR r.kind = 'night' AND c.started_at < (
        SELECT t.started_at FROM ops.crawl AS t WHERE t.run_id = %(run)s AND t.outlet_key = %(outlet)s))
    ORDER BY c.run_id = %(run)s DESC, c.started_at DESC LIMIT %(most)s"""

_COUNTS = """
    SELECT run_id, field, read, filled, agreed, contradicted, unread, lost_url, contradicted_url, unread_url, layout
    FROM ops.field_health WHERE outlet_key = %s AND run_id = ANY(%s)"""
