"""`new-outlet HOST`: a visit of a paper that nobody wrote rules for, its archive, and the entry that comes of it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest
from click.testing import Result
from typer.testing import CliRunner

from crawler.archive import captures
from crawler.cli import app
from crawler.outlets import Outlet, OutletEntry, complete_outlet, identify, unproven_statements
from crawler.outlets.records import TO_FILL, Evidence
from crawler.sample_press.strangers import StrangerSite, stranger_pages

SEED = 41  # ids behind letters ('-ar20311.html'), tags in the form of articles, a contact page
PAGES = 40


class Answers(BaseHTTPRequestHandler):
    """Answer as the stranger of the server would, by the Host header, and note what was asked."""

    site: StrangerSite
    asked: list[str]

    def do_GET(self) -> None:
        url = f"https://{self.headers['Host']}{self.path}"
        type(self).asked.append(url)
        target = self.site.redirects.get(url)
        body = self.site.pages.get(url, b"")
        self.send_response(301 if target else 200 if body else 404)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def site() -> StrangerSite:
    return stranger_pages(SEED, articles=60)


@pytest.fixture(scope="module")
def visit(site: StrangerSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Result, Path]]:
    """Run the command once against a server on the loopback."""
    Answers.site, Answers.asked = site, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = tmp_path_factory.mktemp("home")
    env = {
        "BAOTINH_SAMPLE_PRESS": f"http://127.0.0.1:{server.server_port}",
        "BAOTINH_DELAY": "0",
        "BAOTINH_HOME": str(home),
        "BAOTINH_CONTACT": "tests@example.org",
    }
    yield CliRunner().invoke(app, ["new-outlet", site.host, "--pages", str(PAGES)], env=env), home
    server.shutdown()


def parts(done: Result) -> tuple[Outlet, Evidence]:
    named, _, rest = done.stdout.partition("\n")
    entry, _, evidence = rest.partition("# crawler/outlets/evidence/")
    key = Path(named).stem
    text = evidence.partition("\n")[2].encode()
    return complete_outlet(key, msgspec.yaml.decode(entry, type=OutletEntry)), msgspec.yaml.decode(text, type=Evidence)


def test_the_entry_knows_each_article_and_nothing_else(visit: tuple[Result, Path], site: StrangerSite) -> None:
    done, _ = visit
    assert done.exit_code == 0, done.output
    outlet, _ = parts(done)
    ids = {article.url: identify(article.url, outlet) for article in site.truth.articles}
    assert None not in ids.values()
    assert len({i.native_id for i in ids.values() if i}) == len(site.truth.articles)
    assert [url for url in site.truth.other_pages if identify(url, outlet)] == []
    kinds = {channel.kind for channel in outlet.channels}
    assert "listing" in kinds
    assert {c.url for c in outlet.channels if c.kind == "listing" and "{page}" not in c.url} <= {
        *site.truth.section_addresses.values(),
        f"https://{site.host}/",
    }


def test_what_it_wrote_is_proven_but_for_what_a_person_must_say(visit: tuple[Result, Path]) -> None:
    outlet, evidence = parts(visit[0])
    assert [each for each in unproven_statements(outlet, evidence) if TO_FILL not in each] == []
    assert (outlet.province_code, outlet.former_province_codes) == (TO_FILL, [TO_FILL])
    assert (evidence.record.province, evidence.record.unit_today) == (TO_FILL, TO_FILL)


def test_no_more_is_asked_than_stated_and_all_is_kept(visit: tuple[Result, Path], site: StrangerSite) -> None:
    done, home = visit
    pages = [url for url in Answers.asked if not url.endswith("/robots.txt")]
    assert Answers.asked[0] == f"https://{site.host}/robots.txt"
    assert len(pages) == len(set(pages)) <= PAGES
    assert not [url for url in pages if "/tim-kiem" in url]  # robots.txt refuses it
    (warc,) = home.rglob("*.warc.gz")
    assert [capture.url for capture in captures(warc) if capture.kind != "metadata"] == Answers.asked
    assert str(warc) in done.stderr


def test_the_archive_of_a_visit_teaches_the_same(visit: tuple[Result, Path]) -> None:
    done, home = visit
    (warc,) = home.rglob("*.warc.gz")
    again = CliRunner().invoke(app, ["new-outlet", str(warc)])
    assert again.exit_code == 0, again.output
    assert again.stdout == done.stdout


def test_a_folder_of_saved_pages_teaches_without_a_network(site: StrangerSite, tmp_path: Path) -> None:
    for number, article in enumerate(site.truth.articles[:12]):
        (tmp_path / f"{number:02}.html").write_bytes(site.pages[article.url])
        (tmp_path / f"{number:02}.json").write_text(f'{{"url": "{article.url}"}}')
    (tmp_path / "front.html").write_bytes(site.pages[f"https://{site.host}/"])
    (tmp_path / "front.json").write_text(f'{{"url": "https://{site.host}/"}}')
    done = CliRunner().invoke(app, ["new-outlet", str(tmp_path)])
    assert done.exit_code == 0, done.output
    outlet, _ = parts(done)
    assert None not in [identify(article.url, outlet) for article in site.truth.articles]
