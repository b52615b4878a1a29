"""The numbers of nights that the loader itself brought into the tables, from WARC files."""

from pathlib import Path

import psycopg
from one_article import capture, load
from scrape import scrape, sources

from crawler.archive import Archive
from crawler.local.postgres import PostgresServer
from crawler.metrics import NumbersCollector
from crawler.outlets import outlet_by_key
from crawler.quality import check

OTHER = "https://baoangiang.com.vn/mua-gat-a500002.html"
KEY = "baoangiang"


def test_only_what_the_night_saw_first_is_new(conn: psycopg.Connection, server: PostgresServer, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    load(conn, archive, [capture(archive, 0)])
    load(conn, archive, [capture(archive, 1, level="2,4"), capture(archive, 1.10001, url=OTHER, run="night-1")])
    capture(archive, 2)
    for run, age in (("night-0", "1 day"), ("night-1", "1 hour")):
        check(conn, outlet_by_key(KEY), run)
        # The pages are of a fixed day, and numbers are of the last weeks.
        conn.execute("UPDATE ops.run SET first_seen_at = now() - %s::interval WHERE run_id = %s", [age, run])
    found = scrape(NumbersCollector(sources(server.url, tmp_path, [KEY])))
    assert found.by_outlet("baotinh_outlet_articles") == {KEY: 2}
    assert found.by_outlet("baotinh_outlet_new_articles") == {KEY: 1}
    assert found.value("baotinh_last_night_outlets", verdict="unchecked") == 0
    assert found.value("baotinh_waiting_warc_files") == 1  # the third night's
    shares = {s.labels["field"]: s.value for s in found.families["baotinh_outlet_field_filled_ratio"].samples}
    assert (shares["headline"], shares["body"], shares["source_credit"]) == (1, 1, 0)
