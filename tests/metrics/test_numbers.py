"""The numbers against rows in a real PostgreSQL: what each counts, and what is said without one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb
from scrape import Scrape, scrape, sources

from crawler.database import DatabaseDown
from crawler.local.postgres import PostgresServer
from crawler.metrics import NumbersCollector
from crawler.metrics.articles import ArticleCounts
from crawler.outlets import catalogue

KEYS = ["baoangiang", "baocamau"]
NOW = datetime.now(UTC)
# The shares of ten fields, two each, take the rest of the 2,000 that a scrape should stay under.
MOST_SERIES = 2_000 - 34 * 10 * 2


@pytest.fixture(autouse=True)
def _nothing_left(conn: psycopg.Connection) -> None:
    """The fixture `conn` leaves what no run refers to."""
    conn.execute("TRUNCATE ops.check_result, news.coverage, ops.parser_build RESTART IDENTITY CASCADE")
    conn.execute("INSERT INTO ops.parser_build (build) VALUES ('one')")


@pytest.fixture
def read(conn: psycopg.Connection, server: PostgresServer, tmp_path: Path) -> Scrape:
    """Give the numbers of a database without any row; tests call `again`."""
    return scrape(NumbersCollector(sources(server.url, tmp_path, KEYS)))


def again(server: PostgresServer, home: Path) -> Scrape:
    collector = NumbersCollector(sources(server.url, home, KEYS))
    found = scrape(collector)
    assert collector.problem is None
    return found


def add_night(
    conn: psycopg.Connection, at: datetime, run: str = "", kind: str = "night", **verdicts: str | None
) -> str:
    run = run or f"scheduled__{at:%Y-%m-%dT%H:%M}"
    conn.execute("INSERT INTO ops.run VALUES (%s, %s, %s)", [run, at, kind])
    for key, verdict in verdicts.items():
        conn.execute("INSERT INTO ops.crawl VALUES (%s, %s, 'finished', %s, %s, '{}')", [run, key, at, at])
        if verdict:
            check(conn, run, key, verdict, at)
    return run


def check(conn: psycopg.Connection, run: str, key: str, verdict: str, at: datetime) -> None:
    # By name, with what a check counts or says beside its verdict: none of that is read here.
    row = {"run_id": run, "outlet_key": key, "verdict": verdict, "checked_at": at.isoformat()}
    row |= {"findings": [], "due": 0, "loaded": 0}
    conn.execute(
        "INSERT INTO ops.check_result SELECT * FROM jsonb_populate_record(NULL::ops.check_result, %s)", [Jsonb(row)]
    )


def add_file(conn: psycopg.Connection, run: str, key: str, name: str, *, loaded: bool = True) -> int:
    row = conn.execute(
        "INSERT INTO ops.warc_file (name, outlet_key, run_id, bytes, sha256, loaded_at) VALUES (%s, %s, %s, 1, 'x', %s)"
        " RETURNING warc_id",
        [name, key, run, NOW if loaded else None],
    ).fetchone()
    assert row
    return int(row[0])


def add_article(conn: psycopg.Connection, number: int, key: str, first_seen_at: datetime) -> None:
    (space,) = conn.execute(
        "SELECT id_space FROM ops.numbering WHERE outlet_key = %s ORDER BY 1 LIMIT 1", [key]
    ).fetchone() or (None,)
    conn.execute(
        """
        INSERT INTO news.article_record (article_id, id_space, native_id, outlet_key, url, kind, language, section_path,
            tags, province_code, word_count, image_count, revision_count, first_seen_at, extraction, parser_build_id,
            problem_count, text_hash, attr_hash)
        VALUES (%s, %s, %s, %s, 'x', 'news', 'vi', '{}', '{}', '91', 1, 0, 1, %s, 'family', 1, 0, 't', 'a')""",
        [number, space, str(number), key, first_seen_at],
    )


def add_capture(conn: psycopg.Connection, warc_id: int, article: int, at: datetime, outcome: str = "article") -> None:
    row = conn.execute(
        "INSERT INTO ops.capture VALUES (gen_random_uuid(), %s, %s, 200, %s, 0, 1, 'x') RETURNING record_id",
        [at, article, warc_id],
    ).fetchone()
    assert row
    conn.execute("INSERT INTO ops.reading VALUES (%s, %s, %s, 1, %s, 't', 'a')", [row[0], article, at, outcome])


def test_an_empty_database_has_its_numbers_too(read: Scrape) -> None:
    assert read.value("baotinh_up") == 1
    assert read.value("baotinh_last_night_timestamp_seconds") == 0
    assert read.value("baotinh_last_complete_night_timestamp_seconds") == 0
    assert read.value("baotinh_last_night_outlets", verdict="unchecked") == 2
    assert read.by_outlet("baotinh_outlet_articles") == {"baoangiang": 0, "baocamau": 0}
    assert read.by_outlet("baotinh_outlet_failed_articles") == {}
    assert read.value("baotinh_newest_backup_timestamp_seconds") == 0
    assert read.value("baotinh_database_size_bytes") > 1_000_000
    assert read.value("baotinh_home_free_bytes") > 0


def test_the_last_night_and_the_last_complete_one(
    conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    complete, last = NOW - timedelta(days=2), NOW - timedelta(days=1)
    add_night(conn, complete, baoangiang="green", baocamau="amber")
    add_night(conn, last, baoangiang="red", baocamau=None)
    found = again(server, tmp_path)
    assert found.value("baotinh_last_night_timestamp_seconds") == pytest.approx(last.timestamp(), abs=1)
    assert found.value("baotinh_last_complete_night_timestamp_seconds") == pytest.approx(complete.timestamp(), abs=1)
    counts = {s.labels["verdict"]: s.value for s in found.families["baotinh_last_night_outlets"].samples}
    assert counts == {"green": 0, "amber": 0, "red": 1, "closed": 0, "unchecked": 1}
    assert found.value("baotinh_outlet_verdict", outlet="baoangiang", verdict="red") == 1
    assert found.value("baotinh_outlet_verdict", outlet="baoangiang", verdict="green") == 0
    assert found.value("baotinh_outlet_verdict", outlet="baocamau", verdict="unchecked") == 1


def test_what_is_no_night_hides_none(conn: psycopg.Connection, server: PostgresServer, tmp_path: Path) -> None:
    night = NOW - timedelta(hours=9)
    add_night(conn, night, baoangiang="green", baocamau="green")
    add_night(conn, NOW - timedelta(hours=2), "manual-1", baoangiang="red")
    add_night(conn, NOW - timedelta(hours=1), "backfill", "backfill", baoangiang="red", baocamau="red")
    add_night(conn, NOW + timedelta(days=400), baoangiang="green", baocamau="green")
    found = again(server, tmp_path)
    assert found.value("baotinh_last_night_timestamp_seconds") == pytest.approx(night.timestamp(), abs=1)
    assert found.value("baotinh_last_night_outlets", verdict="green") == 2


def test_an_old_night_that_is_checked_again_stays_old(
    conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    old, last = NOW - timedelta(days=20), NOW - timedelta(hours=9)
    run = add_night(conn, old, baoangiang=None, baocamau="green")
    check(conn, run, "baoangiang", "green", NOW)
    add_night(conn, last, baoangiang="red", baocamau="green")
    found = again(server, tmp_path)
    assert found.value("baotinh_last_night_timestamp_seconds") == pytest.approx(last.timestamp(), abs=1)
    assert found.value("baotinh_last_complete_night_timestamp_seconds") == pytest.approx(old.timestamp(), abs=1)


def test_a_night_of_which_nothing_was_loaded_is_seen(
    conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    add_night(conn, NOW - timedelta(days=1), baoangiang="green", baocamau="green")
    for key in KEYS:
        check(conn, "scheduled__down", key, "red", NOW - timedelta(hours=3))
    assert again(server, tmp_path).value("baotinh_last_night_outlets", verdict="red") == 2


def test_articles_in_all_and_of_the_last_night(
    conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    night, before = NOW - timedelta(hours=9), NOW - timedelta(days=3)
    run = add_night(conn, night, baoangiang="green", baocamau="green")
    warc_id = add_file(conn, run, "baoangiang", "a.warc.gz")
    for number in (1, 2):
        add_article(conn, number, "baoangiang", night)
        add_capture(conn, warc_id, number, night)
    add_article(conn, 3, "baoangiang", before)
    add_capture(conn, warc_id, 3, night)  # a revisit
    add_capture(conn, warc_id, 4, night, "layout_changed")
    found = again(server, tmp_path)
    assert found.by_outlet("baotinh_outlet_articles") == {"baoangiang": 3, "baocamau": 0}
    assert found.by_outlet("baotinh_outlet_new_articles") == {"baoangiang": 2, "baocamau": 0}


def test_all_articles_are_counted_again_after_a_while_only(conn: psycopg.Connection) -> None:
    def counted(counts: ArticleCounts) -> float:
        (family,) = counts.numbers(conn, KEYS)
        return sum(float(sample.value) for sample in family.samples)

    rarely, always = ArticleCounts(3600), ArticleCounts(0)
    assert (counted(rarely), counted(always)) == (0, 0)
    add_article(conn, 1, "baoangiang", NOW)
    assert (counted(rarely), counted(always)) == (0, 1)


def test_the_coverage_is_of_each_papers_last_day_that_has_come(
    conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    today = (NOW + timedelta(hours=7)).date()
    for key, day, failed in (
        ("baoangiang", today, 2),
        ("baoangiang", today - timedelta(days=1), 9),
        ("baoangiang", today + timedelta(days=400), 9),
        ("baocamau", today - timedelta(days=5), 0),
    ):
        conn.execute("INSERT INTO news.coverage VALUES (%s, %s, 12, 10, 9, 1, %s, 'red')", [key, day, failed])
    found = again(server, tmp_path)
    assert found.by_outlet("baotinh_outlet_failed_articles") == {"baoangiang": 2, "baocamau": 0}
    assert found.by_outlet("baotinh_outlet_announced_articles") == {"baoangiang": 12, "baocamau": 12}
    assert found.by_outlet("baotinh_outlet_loaded_articles") == {"baoangiang": 9, "baocamau": 9}
    assert found.by_outlet("baotinh_outlet_refused_articles") == {"baoangiang": 1, "baocamau": 1}
    began = found.by_outlet("baotinh_outlet_coverage_timestamp_seconds")
    assert began["baoangiang"] - began["baocamau"] == 5 * 86_400
    assert 0 <= NOW.timestamp() - began["baoangiang"] < 86_400


def test_what_waits(conn: psycopg.Connection, server: PostgresServer, tmp_path: Path) -> None:
    run = add_night(conn, NOW - timedelta(hours=9), baoangiang="green")
    add_file(conn, run, "baoangiang", "again.warc.gz", loaded=False)
    folder = tmp_path / "archive" / "warc" / "baoangiang"
    folder.mkdir(parents=True)
    names = [f"baoangiang-{NOW - timedelta(hours=h):%Y%m%dT%H%M%S%f}-night.warc.gz" for h in (1, 2)]
    for name in [*names, names[0] + ".cdxj", names[0] + ".sha256", names[0].replace("-night", "-other") + ".open"]:
        (folder / name).touch()
    add_file(conn, run, "baoangiang", names[0])
    for key, due in enumerate((NOW - timedelta(days=1), NOW - timedelta(hours=1), NOW + timedelta(days=1), None)):
        conn.execute("INSERT INTO ops.url VALUES (%s, 'baoangiang', 'x', 1, %s)", [key, due])
    conn.execute("INSERT INTO ops.quarantine VALUES (gen_random_uuid(), 'a null byte')")
    found = again(server, tmp_path)
    assert found.value("baotinh_waiting_warc_files") == 2
    assert found.by_outlet("baotinh_outlet_due_addresses") == {"baoangiang": 2, "baocamau": 0}
    assert found.value("baotinh_quarantined_captures") == 1


def test_backfills(conn: psycopg.Connection, server: PostgresServer, tmp_path: Path) -> None:
    run = add_night(conn, NOW, "b", "backfill")
    for month, state in (("2026-01-01", "done"), ("2025-12-01", "done"), ("2025-11-01", "out_of_reach")):
        conn.execute(
            "INSERT INTO ops.backfill VALUES ('baocamau', %s, %s, '{list}', 1, 0, 1, '', %s, %s)",
            [month, state, run, NOW],
        )
    found = again(server, tmp_path)
    assert found.by_outlet("baotinh_outlet_backfilled_months") == {"baocamau": 2}
    assert found.by_outlet("baotinh_outlet_unreachable_months") == {"baocamau": 1}
    assert found.value("baotinh_last_backfill_timestamp_seconds") == pytest.approx(NOW.timestamp(), abs=1)


def test_the_series_of_34_papers_are_few_and_every_family_says_what_it_is(
    conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    keys = [key for key, outlet in catalogue().items() if outlet.status == "active"][:34]
    run = add_night(conn, NOW, **dict.fromkeys(keys, "green"))
    for key in keys:
        conn.execute("INSERT INTO news.coverage VALUES (%s, current_date - 1, 1, 1, 1, 0, 0, 'green')", [key])
        conn.execute(
            "INSERT INTO ops.backfill VALUES (%s, '2026-01-01', 'done', '{list}', 1, 0, 1, '', %s, now())", [key, run]
        )
    found = scrape(NumbersCollector(sources(server.url, tmp_path, keys)))
    assert len(keys) == 34
    assert 34 * 10 < found.series < MOST_SERIES
    for name, family in found.families.items():
        assert name.startswith("baotinh_")
        assert len(family.documentation) > 30, name
        assert family.type == "gauge"
        assert not name.endswith("_total")
        assert {label for sample in family.samples for label in sample.labels} <= {"outlet", "verdict", "field"}


# -- without a database that can be read


def test_without_a_server_it_says_so_and_gives_what_the_disk_has(tmp_path: Path) -> None:
    def down() -> str:
        raise DatabaseDown("PostgreSQL does not run")

    said: list[str] = []
    collector = NumbersCollector(sources(down, tmp_path, KEYS, lambda: NOW), said.append)
    found = scrape(collector)
    scrape(collector)
    assert found.value("baotinh_up") == 0
    assert found.value("baotinh_home_free_bytes") > 0
    assert found.value("baotinh_newest_backup_timestamp_seconds") == pytest.approx(NOW.timestamp(), abs=1)
    assert "baotinh_last_night_timestamp_seconds" not in found.families
    assert said == ["PostgreSQL does not run"]  # once, however often it is asked


def test_a_server_that_does_not_answer_or_has_no_tables(server: PostgresServer, tmp_path: Path) -> None:
    refused = NumbersCollector(sources("postgresql://x:x@127.0.0.1:1/x", tmp_path, KEYS))
    assert scrape(refused).value("baotinh_up") == 0
    assert refused.problem is not None
    assert "does not answer" in refused.problem
    with psycopg.connect(server.url, autocommit=True) as owner:
        owner.execute("DROP DATABASE IF EXISTS bare")
        owner.execute("CREATE DATABASE bare")
    bare = NumbersCollector(sources(server.url.rsplit("/", 1)[0] + "/bare", tmp_path, KEYS))
    assert scrape(bare).value("baotinh_up") == 0
    assert bare.problem is not None
    assert "baotinh migrate" in bare.problem
    assert "\n" not in bare.problem


@pytest.mark.timeout(90)  # the scrape gives up after seconds, and would wait for ever
def test_a_table_that_another_holds_ends_the_scrape_in_time(
    conn: psycopg.Connection, server: PostgresServer, tmp_path: Path
) -> None:
    collector = NumbersCollector(sources(server.url, tmp_path, KEYS))
    with conn.transaction():
        conn.execute(sql.SQL("LOCK TABLE ops.quarantine"))
        assert scrape(collector).value("baotinh_up") == 0
    assert scrape(collector).value("baotinh_up") == 1
    assert collector.problem is None
