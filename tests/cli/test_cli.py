"""The commands as a person meets them: real processes, exit statuses, one clear line on failure."""

import json
from pathlib import Path

import pytest
from commands import Baotinh
from typer.testing import CliRunner

from crawler.cli import app
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue, crawled_outlets

# Nothing of the developer's own environment: no database, no state folder, no home.
BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def test_identify_prints_the_identity_as_json(baotinh: Baotinh) -> None:
    done = baotinh("identify", "http://www.baoquangnam.vn/mot-bai-3149144.html", "--json", environment=BARE)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["outlet"], found["id_space"], found["native_id"]) == ("baodanang", "baoquangnam", "3149144")
    assert 0 < found["article_id"] < 2**63


@pytest.mark.parametrize(("succeeded", "status"), [(True, 0), (False, 1)])
def test_a_demo_ends_as_its_night_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, succeeded: bool, status: int
) -> None:
    monkeypatch.setattr("crawler.local.demo.demo", lambda *_, **__: succeeded)
    assert CliRunner().invoke(app, ["demo", "--exit", "--home", str(tmp_path)]).exit_code == status


def test_outlets_lists_each_key(baotinh: Baotinh) -> None:
    done = baotinh("outlets", environment=BARE)
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [line[0] for line in lines] == [*catalogue()]
    assert {line[1] for line in lines if line[3] != "archive"} == {o.province_code for o in catalogue().values()}
    assert {line[0] for line in lines if line[3] == "crawled"} == {*crawled_outlets()}


def test_outlets_as_json_covers_all_34_provinces(baotinh: Baotinh) -> None:
    done = baotinh("outlets", "--json", environment=BARE)
    found = json.loads(done.stdout)
    assert len(found) >= 50
    assert len({o["province_code"] for o in found if o["status"] == "active"}) == 34


def test_outlets_check_finds_a_record_for_every_statement(baotinh: Baotinh) -> None:
    done = baotinh("outlets", "check", environment=BARE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "34 provinces with a living paper" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["identify", "javascript:alert(1)"], "not an http(s) address"),
        (["identify", "https://vnexpress.net/a-1.html"], "no outlet of the catalogue has this host"),
        (["identify", "https://baodanang.vn/chinh-tri"], "no article of baodanang"),
        (["parse", "/nonexistent.html", "--url", "https://baodanang.vn/a-1.html"], "No such file"),
        (["parse", __file__, "--url", "https://vnexpress.net/a-1.html"], "no outlet of the catalogue has this host"),
        (["parse", __file__], "--url is missing"),
    ],
)
def test_a_failure_is_one_line_that_says_what_happened(baotinh: Baotinh, arguments: list[str], said: str) -> None:
    done = baotinh(*arguments, environment=BARE)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_parse_says_what_an_empty_file_is(baotinh: Baotinh, tmp_path: Path) -> None:
    page = tmp_path / "empty.html"
    page.write_bytes(b"")
    done = baotinh("parse", str(page), "--url", "https://baodanang.vn/a-1.html", "--json", environment=BARE)
    assert done.returncode == 0
    assert json.loads(done.stdout)["outcome"] in ("layout_changed", "not_an_article")


def test_parse_explains_each_field(baotinh: Baotinh, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html><body><div class="detail-title"><h1>Tiêu đề</h1></div>'
        '<div id="newscontents"><p>Một câu.</p></div></body></html>'
    )
    done = baotinh("parse", str(page), "--url", "https://baoangiang.com.vn/a-a1.html", "--explain", environment=BARE)
    assert done.returncode == 0, done.stderr
    assert "\nheadline\n > dom .*detail-title* h1\n     at /html/body/div[1]/h1\n" in done.stdout


def test_new_outlet_proposes_an_entry(baotinh: Baotinh, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html><body><div id="dcontent"><p>Một câu.</p></div></body></html>')
    done = baotinh("new-outlet", str(page), "--url", "https://baomoi.vn/mot-bai-17.htm", environment=BARE)
    assert done.returncode == 0, done.stderr
    assert "family: dcontent" in done.stdout
    assert "province_code: TO BE FILLED IN" in done.stdout


def test_record_leaves_nobodys_text(baotinh: Baotinh, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html><body><div class="detail-title"><h1>Tiêu đề riêng</h1></div>'
        '<div id="newscontents"><p>Một câu của riêng ai.</p></div></body></html>'
    )
    url = "https://baoangiang.com.vn/tieu-de-rieng-a1.html"
    done = baotinh("record", str(page), "--url", url, "--into", str(tmp_path / "pages"), environment=BARE)
    assert done.returncode == 0, done.stderr
    assert "then set checked_by" in done.stdout
    kept = [file.read_text("utf8") for file in sorted((tmp_path / "pages").iterdir())]
    assert len(kept) == 2
    assert "riêng" not in "".join(kept)
    assert "rieng" not in "".join(kept)


def test_a_takedown_of_nothing_is_refused(baotinh: Baotinh, server: PostgresServer, tmp_path: Path) -> None:
    environment = BARE | {"DATABASE_URL": server.url, "BAOTINH_HOME": str(tmp_path)}
    done = baotinh("suppress", "article", "https://baodanang.vn/", "--reason", "asked", environment=environment)
    assert done.returncode == 1
    assert "neither an article's address nor an article_id" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_takedown_is_kept_in_the_archive(baotinh: Baotinh, server: PostgresServer, tmp_path: Path) -> None:
    environment = BARE | {"DATABASE_URL": server.url, "BAOTINH_HOME": str(tmp_path)}
    done = baotinh("suppress", "person", "Minh Hòa", "--reason", "asked", environment=environment)
    assert done.returncode == 0, done.stderr
    kept = json.loads((tmp_path / "archive" / "suppression.jsonl").read_text("utf8"))
    assert kept["scope"] == "person"
    assert str(kept["key_hash"]) in done.stdout
    with connect(server.url) as conn:
        assert conn.execute("SELECT key_hash FROM ops.suppression").fetchall() == [(kept["key_hash"],)]
