"""The official units of `sql/seed` as rows of `news`."""

import csv

import psycopg

from crawler.resources import shipped

# The day on which 63 provinces became 34 and districts ended.
MERGER = "2025-07-01"


def seed(conn: psycopg.Connection) -> None:
    """Make `news.unit` and `news.unit_successor` what the files say; equal rows are not written again."""
    present, former = _table("provinces.csv"), _table("former_provinces.csv")
    units = [(r["code"], "province", r["name"], r["kind"], f"[{MERGER},)") for r in present]
    units += [(r["code"], "former_province", r["name"], r["kind"], f"(,{MERGER})") for r in former]
    with conn.transaction(), conn.cursor() as cursor:
        # A key WITHOUT OVERLAPS takes no ON CONFLICT: what differs is deleted first, then what is missing inserted.
        cursor.execute(
            """
            DELETE FROM news.unit AS u WHERE (u.code, u.level, u.name, u.kind, u.valid) NOT IN (
                SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::daterange[]))""",
            [list(column) for column in zip(*units, strict=True)],
        )
        cursor.executemany(
            """
            INSERT INTO news.unit (code, level, name, kind, valid) SELECT %s, %s, %s, %s, %s::daterange
            WHERE NOT EXISTS (SELECT FROM news.unit WHERE (code, level) = (%s, %s))""",
            [(*unit, *unit[:2]) for unit in units],
        )
        successors = [[r["code"] for r in former], [r["province_code"] for r in former]]
        cursor.execute(
            """
            DELETE FROM news.unit_successor WHERE (old_code, new_code) NOT IN (
                SELECT * FROM unnest(%s::text[], %s::text[]))""",
            successors,
        )
        cursor.execute(
            """
            INSERT INTO news.unit_successor (old_code, new_code)
            SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING""",
            successors,
        )


def _table(name: str) -> list[dict[str, str]]:
    with (shipped("sql") / "seed" / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))
