"""Field health by newspaper: in which share of the last night's new articles each field is there, and agreed with."""

from collections.abc import Iterator

import psycopg
from prometheus_client.core import Metric

from crawler.metrics.gauges import gauges
from crawler.metrics.nights import Night


def field_numbers(conn: psycopg.Connection, night: Night | None) -> Iterator[Metric]:
    """Yield two shares from 0 to 1 for each field that the night's new articles of a paper could have."""
    rows = conn.execute(_FIELDS, [night.run_id]).fetchall() if night else []
    yield gauges(
        "baotinh_outlet_field_filled_ratio",
        "Share of the newest night's new articles of a paper that have the field (ops.field_health).",
        ["outlet", "field"],
        (([outlet, field], filled / read) for outlet, field, read, filled, *_ in rows),
    )
    yield gauges(
        "baotinh_outlet_field_agreed_ratio",
        "Of the new articles whose field has another witness, the share in which one agrees (ops.field_health).",
        ["outlet", "field"],
        (
            ([outlet, field], agreed / (agreed + contradicted))
            for outlet, field, _, _, agreed, contradicted in rows
            if agreed + contradicted
        ),
    )


_FIELDS = """
    SELECT outlet_key, field, read, filled, agreed, contradicted FROM ops.field_health
    WHERE run_id = %s AND read > 0 ORDER BY outlet_key, field"""
