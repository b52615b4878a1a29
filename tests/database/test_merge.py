"""Rows reach their table by the names of their columns."""

from typing import Any

import psycopg
import pytest

from crawler.database.merge import upsert

AT = "2026-03-02T00:00:00+00:00"
NIGHT = {"run_id": "night", "first_seen_at": AT, "kind": "night"}


def test_values_go_to_the_columns_whose_names_they_bear(conn: psycopg.Connection) -> None:
    with conn.transaction():
        upsert(conn, "ops.run", ["run_id"], [NIGHT, {"kind": "backfill", "first_seen_at": AT, "run_id": "months"}])
    rows = conn.execute("SELECT run_id, kind FROM ops.run ORDER BY run_id").fetchall()
    assert rows == [("months", "backfill"), ("night", "night")]


@pytest.mark.parametrize("row", [{"run_id": "x", "kind": "night"}, {**NIGHT, "run_id": "x", "stats": None}])
def test_a_row_with_other_columns_than_the_first_is_refused(conn: psycopg.Connection, row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"ops\.run: a row has the columns"), conn.transaction():
        upsert(conn, "ops.run", ["run_id"], [NIGHT, row])
