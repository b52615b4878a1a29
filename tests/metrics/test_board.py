"""The Grafana board and the alert rules: every metric, label and value in their queries is one that a scrape has."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from prometheus_client.core import Metric
from scrape import Scrape, scrape, sources

import crawler
from crawler.local.postgres import PostgresServer
from crawler.metrics import NumbersCollector

FOLDER = Path(crawler.__file__).parents[1] / "docs" / "grafana"
ALERTS = FOLDER / "alerts.yml"
# All that these queries are made of beside metrics, labels, numbers and what stands in quotation marks.
WORDS = {"time", "sum", "max", "min", "by", "sort_desc", "absent", "or", "and", "label_values"}
WORDS |= {"max_over_time", "min_over_time"}


def board() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "baotinh.json").read_text("utf8"))
    return found


def queries_of_the_board() -> Iterator[str]:
    for panel in board()["panels"]:
        for target in panel["targets"]:
            yield target["expr"]
    for variable in board()["templating"]["list"]:
        if variable["type"] == "query":
            yield variable["query"]["query"]


def queries_of_the_alerts() -> Iterator[str]:
    for group in yaml.safe_load(ALERTS.read_text("utf8"))["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]


QUERIES = [*queries_of_the_board(), *queries_of_the_alerts()]


@pytest.fixture(scope="module")
def families(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Metric]:
    """Read the numbers of a database in which every family has a sample."""
    with psycopg.connect(server.url, autocommit=True) as conn:
        conn.execute("INSERT INTO news.outlet VALUES ('baocamau', 'Báo Cà Mau', '96', 'active', NULL)")
        conn.execute("INSERT INTO ops.run VALUES ('old', now(), 'backfill')")
        conn.execute("INSERT INTO news.coverage VALUES ('baocamau', current_date - 1, 1, 1, 1, 0, 0, 'green')")
        conn.execute(
            "INSERT INTO ops.backfill VALUES ('baocamau', '2026-01-01', 'done', '{a}', 1, 0, 1, '', 'old', now())"
        )
        conn.execute(A_NIGHT_WITH_AN_ARTICLE)
    read = scrape(NumbersCollector(sources(server.url, tmp_path_factory.mktemp("home"), ["baocamau"])))
    assert all(family.samples for family in read.families.values())
    return read.families


A_NIGHT_WITH_AN_ARTICLE = """
    INSERT INTO ops.run VALUES ('scheduled__1', now() - interval '1 hour', 'night');
    INSERT INTO ops.crawl VALUES ('scheduled__1', 'baocamau', 'finished', now() - interval '1 hour', now(), '{}');
    INSERT INTO ops.parser_build (build) VALUES ('one');
    INSERT INTO ops.warc_file (name, outlet_key, run_id, bytes, sha256) VALUES ('a', 'baocamau', 'scheduled__1', 1, '');
    INSERT INTO ops.capture (record_id, fetched_at, url_key, status, warc_id, "offset", length)
        SELECT gen_random_uuid(), now() - interval '1 hour', 1, 200, warc_id, 0, 1 FROM ops.warc_file;
    INSERT INTO ops.reading (record_id, article_id, fetched_at, parser_build_id, outcome)
        SELECT record_id, 1, fetched_at, 1, 'article' FROM ops.capture;
    INSERT INTO ops.field_reading
        (record_id, outlet_key, article_id, fetched_at, filled, agreed, contradicted, unclaimed)
        SELECT record_id, 'baocamau', 1, fetched_at, '{headline}', '{headline}', '{}', 0 FROM ops.capture"""


def wrong_words(query: str, families: dict[str, Metric]) -> list[str]:
    """Return the words of a query that are no metric, label of its metrics, or word of the language."""
    bare = re.sub(r'"[^"]*"|\[\w+\]|\b[\d.]+(e\d+)?\b', " ", query)
    words = set(re.findall(r"[A-Za-z_]\w*", bare))
    labels = {label for name in words & families.keys() for s in families[name].samples for label in s.labels}
    return sorted(words - WORDS - families.keys() - labels)


@pytest.mark.parametrize("query", QUERIES)
def test_every_name_in_a_query_exists(families: dict[str, Metric], query: str) -> None:
    assert wrong_words(query, families) == []
    assert re.search(r"\bbaotinh_\w+", query)


@pytest.mark.parametrize("query", QUERIES)
def test_every_verdict_in_a_query_exists(families: dict[str, Metric], query: str) -> None:
    for name, verdict in re.findall(r'(baotinh_\w+)\{[^}]*verdict="(\w+)"', query):
        assert verdict in {sample.labels["verdict"] for sample in families[name].samples}


def test_a_wrong_name_would_be_found(families: dict[str, Metric]) -> None:
    assert wrong_words('time() - baotinh_last_nights{outlet="x"}', families) == ["baotinh_last_nights", "outlet"]
    assert wrong_words('sum by (paper) (baotinh_outlet_articles{outlet="x"})', families) == ["paper"]


def test_every_number_is_on_the_board(families: dict[str, Metric]) -> None:
    shown = set(re.findall(r"baotinh_\w+", " ".join(queries_of_the_board())))
    assert families.keys() - shown == {"baotinh_outlet_coverage_timestamp_seconds"}


def test_the_board_has_no_two_panels_in_one_place_and_asks_the_chosen_source() -> None:
    panels = board()["panels"]
    places = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) < 24
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert {str(panel["datasource"]["uid"]) for panel in panels} == {"${datasource}"}


def test_each_alert_says_what_is_wrong_and_what_to_do() -> None:
    rules = [rule for group in yaml.safe_load(ALERTS.read_text("utf8"))["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["labels"]["severity"] in ("info", "warning", "critical")
        assert rule["annotations"].keys() == {"summary", "action"}


def test_the_parser_refuses_what_is_no_exposition() -> None:
    with pytest.raises(ValueError, match="float"):
        _ = Scrape("baotinh_up many").families


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_promtool_takes_the_rules() -> None:
    done = subprocess.run(["promtool", "check", "rules", str(ALERTS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
