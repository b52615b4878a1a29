"""`new-outlet --write`: saved copies of a paper become its entry, its evidence and a page to check; nothing is lost."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import Result
from invented_families import PAGES
from typer.testing import CliRunner

from crawler.cli import app
from crawler.contributor.costs import LONGEST_ENTRY
from crawler.outlets import unproven_statements
from crawler.outlets.catalogue import read_outlet
from crawler.outlets.records import Evidence

ARTICLE, UNKNOWN = PAGES["zce"], PAGES["generic"]
HOST = "baomoi.vn"
URL = ARTICLE.url.replace(ARTICLE.url.split("/")[2], HOST)
ITEM = f"<item><title>Tin</title><link>{URL}</link></item>"
FILES = {
    f"https://{HOST}/": f'''<html><head><meta property="og:site_name" content="Báo Mới Thử">
<link rel="alternate" type="application/rss+xml" href="/rss/home.rss"></head><body>
<a href="/thoi-su/">Thời sự</a><a href="/kinh-te/">Kinh tế</a><a href="{URL}">Tin</a></body></html>''',
    f"https://{HOST}/rss/kinh-te-7.rss": f'<?xml version="1.0"?><rss version="2.0"><channel>{ITEM}</channel></rss>',
    f"https://{HOST}/rss/van-hoa-9.rss": f'<rss version="2.0"><channel>{ITEM}</channel></rss>',
    f"https://{HOST}/tin.xml": f"<urlset><url><loc>{URL}</loc></url></urlset>",
    f"https://{HOST}/robots.txt": f"User-agent: *\nDisallow: /kinh-te/\nSitemap: https://{HOST}/tin.xml\n",
    URL: ARTICLE.html,
}
Run = Callable[[dict[str, str]], Result]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the root of an empty checkout."""
    (tmp_path / "crawler" / "outlets" / "evidence").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(checkout: Path) -> Run:
    """Save copies of addresses under names that say nothing, and run the command on them."""

    def run(files: dict[str, str]) -> Result:
        arguments = []
        for number, (url, text) in enumerate(files.items()):
            (checkout / f"copy-{number}").write_bytes(text.encode("utf8", "surrogateescape"))
            arguments += [f"copy-{number}", "--url", url]
        return CliRunner().invoke(app, ["new-outlet", "--write", *arguments])

    return run


def kept(checkout: Path) -> dict[str, str]:
    return {
        str(f.relative_to(checkout)): f.read_text("utf8")
        for folder in ("crawler", "tests")
        for f in sorted((checkout / folder).rglob("*.*"))
    }


def test_saved_copies_become_a_short_entry_with_its_evidence_and_a_page(write: Run, checkout: Path) -> None:
    done = write(FILES)
    assert done.exit_code == 0, done.output
    assert "fill in what is TO BE FILLED IN" in done.output
    names = ["crawler/outlets/baomoi.yaml", "crawler/outlets/evidence/baomoi.yaml"]
    written = kept(checkout)
    assert [*written][:2] == names
    assert {Path(name).suffix for name in [*written][2:]} == {".html", ".json"}
    entry = written[names[0]]
    assert len(entry.splitlines()) <= LONGEST_ENTRY
    assert [line for line in entry.splitlines() if len(line) > 120] == []
    outlet = read_outlet(checkout / names[0])
    assert (outlet.name, outlet.family, outlet.home_host) == ("Báo Mới Thử", "zce", HOST)
    assert {(c.kind, c.url.removeprefix(f"https://{HOST}"), c.name) for c in outlet.channels} == {
        ("rss", "/rss/kinh-te-7.rss", "rss-kinh-te-7"),
        ("rss", "/rss/van-hoa-9.rss", "rss-van-hoa-9"),
        ("rss", "/rss/home.rss", "rss"),
        ("sitemap", "/tin.xml", "tin"),
        ("listing", "/thoi-su/", "thoi-su"),
        ("listing", "/kinh-te/", "kinh-te"),
        ("listing", "/", "home"),
    }
    assert "{section}-{number}" in entry
    (twin,) = (json.loads(text) for name, text in written.items() if name.endswith(".json"))
    assert twin["checked_by"] is None
    assert twin["expected"]["headline"]


def test_a_person_has_the_province_to_fill_in_and_the_check_is_content(write: Run, checkout: Path) -> None:
    write(FILES)
    file = checkout / "crawler" / "outlets" / "baomoi.yaml"
    records = file.parent / "evidence" / "baomoi.yaml"
    assert unproven_statements(read_outlet(file), msgspec.yaml.decode(records.read_bytes(), type=Evidence)) == [
        "province_code: TO BE FILLED IN",
        "former_province_codes: TO BE FILLED IN",
    ]
    file.write_text(file.read_text("utf8").replace("TO BE FILLED IN", "'86'"), "utf8")
    text = records.read_text("utf8").replace("unit_today: TO BE FILLED IN", "unit_today: Vĩnh Long")
    assert unproven_statements(read_outlet(file), msgspec.yaml.decode(text.encode(), type=Evidence)) == []


@pytest.mark.parametrize("there", ["crawler/outlets/baomoi.yaml", "crawler/outlets/evidence/baomoi.yaml"])
def test_what_is_there_is_not_overwritten(write: Run, checkout: Path, there: str) -> None:
    (checkout / there).write_text("somebody's work", "utf8")
    done = write({URL: ARTICLE.html})
    assert done.exit_code == 1
    assert f"{there}: is there already" in done.output
    assert kept(checkout) == {there: "somebody's work"}


def test_a_page_of_no_known_family_is_generic_with_a_rule_after_its_address(write: Run, checkout: Path) -> None:
    done = write({f"https://{HOST}/kinh-te/mot-bai-17.html": UNKNOWN.html})
    assert done.exit_code == 0, done.output
    outlet = read_outlet(checkout / "crawler" / "outlets" / "baomoi.yaml")
    assert outlet.family == "generic"
    assert [s.patterns for s in outlet.id_spaces] == [[r"^/[^/?]+/[^/?]*-(?P<id>\d+)\.html(?:\?|$)"]]
    assert "none that is known" in (checkout / "crawler" / "outlets" / "evidence" / "baomoi.yaml").read_text("utf8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\udcff\udcd8\udcff\udce0 nothing", f"what is said to be {URL}: no page, feed, sitemap or robots.txt"),
        ("", f"what is said to be {URL}: no page, feed, sitemap or robots.txt"),
        ('{"data": []}', f"what is said to be {URL}: no page, feed, sitemap or robots.txt"),
        (FILES[f"https://{HOST}/robots.txt"], "none of these is an article's page"),
    ],
)
def test_a_file_that_is_no_page_is_refused_in_one_line(write: Run, checkout: Path, text: str, said: str) -> None:
    done = write({URL: text})
    assert done.exit_code == 1
    assert done.output.count("\n") == 1
    assert said in done.output
    assert kept(checkout) == {}


def test_outside_a_checkout_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copy").write_text(ARTICLE.html, "utf8")
    done = CliRunner().invoke(app, ["new-outlet", "--write", "copy", "--url", URL])
    assert done.exit_code == 1
    assert "no checkout's root" in done.output
    assert [f.name for f in tmp_path.iterdir()] == ["copy"]
