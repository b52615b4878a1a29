"""The tables as an analyst finds them: applied once, locked, copied and brought back."""

import stat
from pathlib import Path

import psycopg
import pytest

from crawler.database import DatabaseDown, connect, migrate, site_lock
from crawler.database.own_objects import standing_on_ours
from crawler.local.backup import BackupFailed, backup, restore
from crawler.local.postgres import PostgresServer


@pytest.fixture
def url(server: PostgresServer) -> str:
    return server.url


def test_a_second_migration_applies_nothing(url: str) -> None:
    assert migrate(url) == []


def test_two_crawls_of_one_site_exclude_each_other(url: str) -> None:
    with connect(url) as first, connect(url) as second:
        assert site_lock(first, "baodanang.vn")
        assert not site_lock(second, "baodanang.vn")
        assert site_lock(second, "baonghean.vn")


def test_vietnamese_capitals_fold(url: str) -> None:
    with connect(url) as conn:
        assert conn.execute("SELECT lower('ĐỒNG THÁP'), 'Đồng' ILIKE 'đỒNG'").fetchone() == ("đồng tháp", True)


def test_a_dead_database_is_a_clear_word() -> None:
    with pytest.raises(DatabaseDown, match="does not answer"):
        connect("postgresql://x:y@127.0.0.1:1/none")


def test_a_backup_brings_back_what_was_lost(server: PostgresServer, url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.dump"
    with connect(url) as conn:
        before = conn.execute("SELECT count(*) FROM news.unit").fetchone()
        backup(url, copy)
        conn.execute("DROP SCHEMA news CASCADE")
        with pytest.raises(psycopg.errors.UndefinedTable):
            conn.execute("SELECT count(*) FROM news.unit")
        restore(url, copy)
        assert conn.execute("SELECT count(*) FROM news.unit").fetchone() == before
    with connect(server.analyst_url) as conn:
        assert conn.execute("SELECT count(*) FROM news.unit").fetchone() == before


THEIRS = {
    "CREATE VIEW mine.v AS SELECT headline FROM news.articles": "view mine.v of baotinh",
    "CREATE MATERIALIZED VIEW mine.m AS SELECT code FROM news.unit": "materialized view mine.m of baotinh",
    "CREATE FUNCTION mine.f(n int) RETURNS SETOF news.articles BEGIN ATOMIC SELECT * FROM news.articles; END": (
        "function mine.f(integer) of baotinh"
    ),
    "CREATE TABLE mine.t1 (a news.articles)": "table mine.t1 of baotinh",
    "CREATE TABLE mine.t2 (a text DEFAULT internal.fold_text('A'))": "table mine.t2 of baotinh",
    "CREATE TABLE mine.t3 (a text CHECK (internal.fold_text(a) <> ''))": "table mine.t3 of baotinh",
    "CREATE TABLE mine.t4 (a text, b text GENERATED ALWAYS AS (internal.fold_text(a)) STORED)": (
        "table mine.t4 of baotinh"
    ),
    "CREATE TABLE mine.t5 (a text); CREATE INDEX ON mine.t5 (internal.fold_text(a))": "table mine.t5 of baotinh",
    "CREATE TYPE mine.y AS (a news.articles)": "type mine.y of baotinh",
    "CREATE DOMAIN mine.d AS text CHECK (internal.fold_text(VALUE) <> '')": "domain mine.d of baotinh",
}


def test_what_of_ones_own_an_older_copy_lacks_is_named_and_what_it_has_comes_back(url: str, tmp_path: Path) -> None:
    older, newer = tmp_path / "older.dump", tmp_path / "newer.dump"
    backup(url, older)
    assert stat.S_IMODE(older.stat().st_mode) == 0o600
    with connect(url) as conn:
        conn.execute("CREATE SCHEMA mine")
        for statement in THEIRS:
            conn.execute(statement.encode())
        try:
            with pytest.raises(BackupFailed, match="something of yours stands on") as refused:
                restore(url, older)
            assert [named for named in THEIRS.values() if named not in str(refused.value)] == []
            backup(url, newer)
            restore(url, newer)
            assert sorted(map(str, standing_on_ours(conn))) == sorted(THEIRS.values())
        finally:
            conn.execute("DROP SCHEMA mine CASCADE")
        restore(url, older)


def test_a_broken_copy_changes_nothing(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "broken.dump"
    copy.write_bytes(b"PGDMP\x01")
    with pytest.raises(BackupFailed, match="pg_restore failed"):
        restore(url, copy)
    with connect(url) as conn:
        assert conn.execute("SELECT to_regclass('news.article_record') IS NOT NULL").fetchone() == (True,)


def test_the_official_units_are_there_and_a_second_migration_leaves_them_alone(url: str) -> None:
    marks = (
        "SELECT tableoid, xmin::text, ctid::text FROM news.unit"
        " UNION ALL SELECT tableoid, xmin::text, ctid::text FROM news.unit_successor"
    )
    with connect(url) as conn:
        before = conn.execute(marks).fetchall()
        assert conn.execute("SELECT level, count(*) FROM news.unit_last GROUP BY 1 ORDER BY 1").fetchall() == [
            ("former_district", 696 + 19),
            ("former_province", 63),
            ("former_ward", 10051 + 1113),
            ("province", 34),
            ("ward", 3321),
        ]
        conn.execute("UPDATE news.unit SET name = 'x' WHERE code = '89' AND level = 'former_province'")
        migrate(url)
        assert conn.execute(
            """
            SELECT o.name, n.name FROM news.unit_successor AS s
            JOIN news.unit AS o ON o.code = s.old_code AND o.level = 'former_' || s.level
            JOIN news.unit AS n ON n.code = s.new_code AND n.level = s.level
            WHERE n.name = 'Tỉnh An Giang' ORDER BY 1"""
        ).fetchall() == [("Tỉnh An Giang", "Tỉnh An Giang"), ("Tỉnh Kiên Giang", "Tỉnh An Giang")]
        assert len(set(before) & set(conn.execute(marks).fetchall())) == len(before) - 1


def test_units_have_the_name_and_rank_of_each_day(url: str) -> None:
    with connect(url) as conn:

        def names(level: str, code: str) -> list[tuple[str, ...]]:
            return conn.execute(
                "SELECT name, kind, valid::text FROM news.unit WHERE level = %s AND code = %s ORDER BY valid",
                [level, code],
            ).fetchall()

        assert names("province", "75") == [
            ("Tỉnh Đồng Nai", "tỉnh", "[2025-07-01,2026-04-30)"),
            ("Thành phố Đồng Nai", "thành phố trung ương", "[2026-04-30,)"),
        ]
        assert names("former_province", "46")[0] == ("Tỉnh Thừa Thiên Huế", "tỉnh", "(,2025-01-01)")
        assert names("former_district", "681") == [("Huyện Đạ Huoai", "huyện", "(,2025-01-01)")]
        assert names("ward", "26368")[0][0] == "Xã Long Thành"
        assert conn.execute(
            "SELECT name FROM news.unit WHERE level = 'province' AND NOT is_begin_known ORDER BY code"
        ).fetchall() == [("Thành phố Quảng Ninh",), ("Thành phố Bắc Ninh",)]
        assert conn.execute(
            "SELECT count(*), count(DISTINCT (code, level)) = count(*), count(*) FILTER (WHERE name = 'Tỉnh Đồng Nai' "
            "AND level = 'province') FROM news.unit_last"
        ).fetchone() == (696 + 19 + 63 + 10051 + 1113 + 34 + 3321, True, 0)
