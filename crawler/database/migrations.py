"""Bring a database to this version's tables: plain numbered SQL files, each applied once."""

import csv
import logging
from pathlib import Path

import psycopg
from psycopg import sql
from yoyo import get_backend, read_migrations

from crawler.database.connection import connect, database_url
from crawler.resources import shipped

# The day on which 63 provinces became 34 (Resolution 202/2025/QH15).
MERGER = "2025-07-01"
ANALYST = "analyst"


def migrate(url: str | None = None) -> list[str]:
    """Apply what is missing, seed the official codes, and return the names of the files applied. Raises DatabaseDown."""
    target = database_url(url)
    connect(target).close()  # a clear error before yoyo's traceback
    logging.getLogger("yoyo").setLevel(logging.WARNING)
    folder = shipped("sql")
    backend = get_backend("postgresql+psycopg://" + target.split("://", 1)[1])
    try:
        with backend.lock():
            missing = backend.to_apply(read_migrations(str(folder / "migrations")))
            names = [m.id for m in missing]
            backend.apply_migrations(missing)
    finally:
        backend.connection.close()
    with connect(target) as conn, conn.transaction():
        _seed(conn, folder / "seed")
        _let_analysts_read(conn)
    return names


def _seed(conn: psycopg.Connection, folder: Path) -> None:
    """Insert the units and successors that are not there yet."""
    add = """
        INSERT INTO news.unit (code, level, name, kind, valid)
        SELECT %(code)s, %(level)s, %(name)s, %(kind)s, daterange(%(since)s::date, %(until)s::date)
        WHERE NOT EXISTS (SELECT 1 FROM news.unit WHERE code = %(code)s AND level = %(level)s)"""
    with conn.cursor() as cursor:
        for row in _rows(folder / "provinces.csv"):
            cursor.execute(add, row | {"level": "province", "since": MERGER, "until": None})
        for row in _rows(folder / "former_provinces.csv"):
            cursor.execute(add, row | {"level": "former_province", "since": None, "until": MERGER})
            cursor.execute(
                "INSERT INTO news.unit_successor (old_code, new_code) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                (row["code"], row["province_code"]),
            )


def _rows(path: Path) -> list[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def _let_analysts_read(conn: psycopg.Connection) -> None:
    """Grant reading to the role `analyst` where the server has it; roles belong to the server, not to a migration."""
    if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ANALYST,)).fetchone():
        for statement in (
            "GRANT USAGE ON SCHEMA news, ops TO {}",
            "GRANT SELECT ON ALL TABLES IN SCHEMA news TO {}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA news GRANT SELECT ON TABLES TO {}",
        ):
            conn.execute(sql.SQL(statement).format(sql.Identifier(ANALYST)))  # type: ignore[arg-type]
