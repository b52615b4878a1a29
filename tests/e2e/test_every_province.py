"""A night of every living paper against the sample press: what the press invented is what an analyst finds."""

import os
import shlex
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from commands import Baotinh
from markdown_page import Page
from reader import ROOT
from typer.testing import CliRunner

from crawler.cli import app
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue, identify, nightly_outlets
from crawler.resources import seed_table
from crawler.sample_press import SamplePress, serving

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(900)]

PAPERS = nightly_outlets("all")
RUN = "every-province"
AT_ONCE = 6  # a crawl mostly waits for its delay


@dataclass(frozen=True)
class Night:
    """What every paper's `check` printed, an analyst's rows by paper and native id, and by province if it is proven."""

    press: SamplePress
    said: dict[str, str]
    provinces: set[str]
    rows: dict[str, dict[str, tuple[str, str, str]]]
    are_proven: set[tuple[str, bool]]


def here(*arguments: str, environment: dict[str, str]) -> str:
    """Run a command in this process, which has everything imported already; return what it printed."""
    done = CliRunner().invoke(app, arguments, env=environment)
    assert done.exit_code == 0, f"{arguments}: {done.output[-1500:]} {done.exception}"
    return done.stdout


@pytest.fixture(scope="module")
def night(server: PostgresServer, baotinh: Baotinh, tmp_path_factory: pytest.TempPathFactory) -> Night:
    press, home, said = SamplePress(), tmp_path_factory.mktemp("state"), {}
    with serving(press) as url, ThreadPoolExecutor(AT_ONCE) as pool:
        environment = {
            "DATABASE_URL": server.url,
            "BAOTINH_SAMPLE_PRESS": url,
            "BAOTINH_DELAY": "0.05",
            "BAOTINH_HOME": str(home),
            "BAOTINH_OUTLETS": "all",
        }
        crawls = {
            key: pool.submit(baotinh, "crawl", key, "--run", RUN, environment=os.environ | environment)
            for key in PAPERS
        }
        for key, crawl in crawls.items():
            assert crawl.result().returncode == 0, f"crawl {key}: {crawl.result().stderr[-1500:]}"
            here("load", key, environment=environment)
            said[key] = here("check", key, "--run", RUN, environment=environment)
        report = here("report", "--run", RUN, environment=environment)
    assert report.splitlines()[0] == f"{len(PAPERS)} green of {len(PAPERS)} papers"
    rows: dict[str, dict[str, tuple[str, str, str]]] = {key: {} for key in PAPERS}
    with connect(server.url) as conn:
        provinces = {p for (p,) in conn.execute("SELECT DISTINCT province_code FROM news.article_record")}
        for key, native_id, *row in conn.execute(
            "SELECT a.outlet_key, a.native_id, f.headline, to_char(f.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh',"
            " 'YYYY-MM-DD HH24:MI'), f.body FROM news.articles AS f JOIN news.article_record AS a USING (article_id)"
        ):
            rows[key][native_id] = tuple(row)
        are_proven = {(province, is_proven) for province, is_proven, *_ in conn.execute(query_of_readme())}
    return Night(press, said, provinces, rows, are_proven)


def query_of_readme() -> bytes:
    """Return the query that the README's first screen gives to psql."""
    (shell,) = [b.text for b in Page(ROOT / "README.md").blocks() if "baotinh psql" in b.text]
    return shlex.split(shell)[-1].encode()


def test_all_34_provinces_are_there(night: Night) -> None:
    assert len(night.provinces) == 34
    assert night.provinces == {o.province_code for o in catalogue().values() if o.status == "active"}


def test_the_query_of_the_readme_tells_proven_papers_from_those_on_trial(night: Night) -> None:
    names = {row["code"]: row["name"] for row in seed_table("provinces")}
    assert night.are_proven == {(names[paper.province_code], paper.crawled) for paper in PAPERS.values()}
    assert len(night.are_proven) == 34


@pytest.mark.parametrize("key", PAPERS)
def test_a_paper_is_green_and_says_what_the_press_invented(night: Night, key: str) -> None:
    assert night.said[key].splitlines()[0].endswith("green")
    stories = {found.native_id: s for s in night.press.truth(key) if (found := identify(s.url))}
    assert len(stories) == 14
    assert night.rows[key].keys() == stories.keys()
    for native_id, story in stories.items():
        headline, published, body = night.rows[key][native_id]
        assert (headline, published) == (story.headline, f"{story.published_at:%Y-%m-%d %H:%M}")
        # A reader that knows no system cannot tell a caption from a paragraph: it may be there too, and nothing else.
        generic = PAPERS[key].family == "generic"
        captions = {t for p in story.pictures for t in (p.caption, p.printed)} if generic else set()
        assert [text for text in body.split("\n\n") if text not in captions] == [p.text for p in story.body]
