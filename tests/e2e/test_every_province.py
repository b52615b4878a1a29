"""A night of every living paper against the sample press: what the press invented is what an analyst finds."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from commands import Baotinh

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.outlets import catalogue, identify, nightly
from crawler.press import Press, serving

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PAPERS = nightly("all")
RUN = "every-province"
AT_ONCE = 6  # a crawl mostly waits for its delay


@dataclass(frozen=True)
class Night:
    """What every paper's `check` printed, and the rows of an analyst by paper and native id."""

    press: Press
    said: dict[str, str]
    provinces: set[str]
    rows: dict[str, dict[str, tuple[str, str, str]]]


@pytest.fixture(scope="module")
def night(server: PostgresServer, baotinh: Baotinh, tmp_path_factory: pytest.TempPathFactory) -> Night:
    press, home = Press(), tmp_path_factory.mktemp("state")
    with serving(press) as url, ThreadPoolExecutor(AT_ONCE) as pool:
        environment = os.environ | {
            "DATABASE_URL": server.url, "BAOTINH_PRESS": url, "BAOTINH_DELAY": "0.05", "BAOTINH_HOME": str(home),
            "BAOTINH_OUTLETS": "all",
        }  # fmt: skip

        def one(key: str) -> str:
            for step in (["crawl", key, "--run", RUN], ["load", key], ["check", key, "--run", RUN]):
                done = baotinh(*step, environment=environment)
                assert done.returncode == 0, f"{step}: {done.stdout[-500:]} {done.stderr[-1500:]}"
            return done.stdout

        said = dict(zip(PAPERS, pool.map(one, PAPERS), strict=True))
        report = baotinh("report", "--run", RUN, environment=environment)
    assert report.stdout.splitlines()[-1] == f"0 of {len(PAPERS)} red"
    rows: dict[str, dict[str, tuple[str, str, str]]] = {key: {} for key in PAPERS}
    with connect(server.url) as conn:
        provinces = {p for (p,) in conn.execute("SELECT DISTINCT province_code FROM news.article")}
        for key, native_id, *row in conn.execute(
            "SELECT a.outlet_key, a.native_id, f.headline, to_char(f.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh',"
            " 'YYYY-MM-DD HH24:MI'), f.body FROM news.articles AS f JOIN news.article AS a USING (article_id)"
        ):
            rows[key][native_id] = tuple(row)
    return Night(press, said, provinces, rows)


def test_all_34_provinces_are_there(night: Night) -> None:
    assert len(night.provinces) == 34
    assert night.provinces == {o.province_code for o in catalogue().values() if o.status == "active"}


@pytest.mark.parametrize("key", PAPERS)
def test_a_paper_is_green_and_says_what_the_press_invented(night: Night, key: str) -> None:
    assert night.said[key].splitlines()[0].endswith("green")
    wanted = {
        found.native_id: (s.headline, f"{s.published_at:%Y-%m-%d %H:%M}", "\n\n".join(p.text for p in s.body))
        for s in night.press.truth(key)
        if (found := identify(s.url))
    }
    assert len(wanted) == 14
    assert night.rows[key] == wanted
