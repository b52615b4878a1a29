"""Faults planted on the sample press: each gets its colour and its own name, and what is no fault stays green."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import Baotinh
from template_server import TemplateServer
from typer.testing import CliRunner

from crawler.cli import app
from crawler.database import connect
from crawler.outlets import nightly_outlets
from crawler.sample_press import SamplePress, serving

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

# Papers whose articles are read by the rules of a family, so that no loss is the generic reader's.
PAPERS = [key for key, outlet in nightly_outlets("all").items() if outlet.family != "generic"]
AT_ONCE = 4


@dataclass(frozen=True)
class Fault:
    """What one paper does in its first night or, with `later`, in the night after a good one, and the verdict on it.

    `due` makes all known articles due in that night. `code` and `words` are those of a finding that gives the night its
    colour; a green night may have none.
    """

    switches: str
    colour: str
    code: str = ""
    words: str = ""
    later: bool = False
    due: bool = False
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ("later " if self.later else "") + ("due " if self.due else "") + (self.switches or "none")


NEW, KNOWN = "new-articles-lost", "known-articles-lost"
FAULTS = [
    # What is no fault.
    Fault("", "green"),
    Fault("robots=404", "green"),
    Fault("new=3", "green", later=True),
    Fault("", "green", later=True),
    Fault("", "green", later=True, due=True),
    Fault("changed=0,3 reworded=1", "green", later=True),
    Fault("deleted=0", "green", "articles-removed", "1 of 14 known articles are gone", later=True, due=True),
    # New articles of a first night, 14 of them.
    Fault("loop=articles", "red", NEW, "14 of 14 new articles were not loaded: 14 × an endless redirect, such as"),
    Fault("loop=0,1,2", "red", NEW, "3 of 14"),
    Fault("loop=0,1", "amber", NEW, "2 of 14 new articles were not loaded: 2 × an endless redirect"),
    Fault("gone=0,1,2,3", "red", NEW, "4 × removed by the paper (404, 410)"),
    Fault("gone=0", "amber", NEW, "1 of 14"),
    Fault("soft_404=articles", "red", NEW, "14 × a page that says it is not there"),
    Fault("soft_404=0", "amber", NEW, "1 × a page that says it is not there"),
    Fault("home=articles", "red", NEW, "14 × a redirect that reached no article"),
    Fault("challenge=articles", "red", NEW, "14 × a bot challenge"),
    Fault("challenge=0,5", "amber", NEW, "2 × a bot challenge"),
    Fault("http_500=articles", "red", NEW, "10 × an error of the site (4xx, 5xx)"),
    Fault("http_500=0,1", "amber", NEW, "2 × an error of the site (4xx, 5xx)"),
    Fault("truncated=articles", "red", NEW, "14 × a page without its end"),
    Fault("truncated=0", "amber", NEW, "1 × a page without its end"),
    Fault("dead=articles", "red", NEW, "14 × given up for this night: the site failed ten times in a row"),
    Fault("dead=0", "amber", NEW, "1 × no answer"),
    Fault("loop=0 gone=1 soft_404=2", "red", NEW, "3 of 14"),
    Fault("", "red", NEW, "9 of 14 new articles were not loaded: 9 × over the limit", options=("--limit", "5")),
    # The site as a whole, and its robots.txt.
    Fault("dead", "red", "dead-site", "the site does not answer"),
    Fault("http_500=all", "red", "site-error", "HTTP 500"),
    Fault("http_500=channels", "red", "site-error", "HTTP 500"),
    Fault("challenge=all", "red", "site-error", "HTTP 403"),
    Fault("loop=channels", "red", "site-error", "redirects every channel without an end"),
    Fault("soft_404=channels", "red", "nothing-announced", "announced nothing"),
    Fault("robots_refusal", "closed", "closed", "robots.txt forbids all"),
    Fault("robots_500", "red", "robots-unreachable", "robots.txt answers HTTP 503"),
    Fault("robots=429", "red", "robots-unreachable", "robots.txt answers HTTP 429"),
    Fault("robots=loop", "red", "robots-unreachable", "robots.txt leads nowhere"),
    # Channels, and silence.
    Fault("truncated=channels", "red", "channel-cut-short", "came without its end"),
    Fault("frozen=61", "red", "silent-paper", "its newest article is of"),
    Fault("frozen=10", "amber", "silent-paper", "its newest article is of"),
    # Fields gone from the pages, or garbled below a right head. A byline stands on three pages of four, so that ten
    # pages without one say too little.
    Fault("without=headline", "red", "field-lost", "headline: filled in 0 of 14 new articles"),
    Fault("without=body", "red", "field-lost", "body: filled in 0 of"),
    Fault("without=own_body", "red", "field-lost", "body: filled in 0 of 14 new articles"),
    Fault("without=published_at", "red", "field-lost", "published_at: filled in 0 of 14 new articles"),
    Fault("garbled=headline", "red", "field-contradicted", "headline: witnesses agree in 0 of 14 new articles"),
    Fault("new=10 without=headline", "red", "field-lost", "headline: filled in 0 of 10", later=True),
    Fault("new=10 without=lead", "amber", "field-lost", "lead: filled in 0 of 10", later=True),
    Fault("new=10 without=section", "amber", "field-lost", "section: filled in 0 of 10", later=True),
    Fault("new=10 without=tags", "amber", "field-lost", "tags: filled in 0 of 10", later=True),
    Fault("new=10 without=images", "amber", "field-lost", "images: filled in 0 of 10", later=True),
    Fault("new=10 without=captions", "amber", "field-lost", "captions: filled in 0 of 10", later=True),
    Fault("new=20 without=bylines", "amber", "field-lost", "bylines: filled in 0 of 20", later=True),
    Fault("new=10 garbled=headline", "red", "field-contradicted", "headline: witnesses agree in 0 of", later=True),
    Fault("new=10 garbled=published_at", "red", "field-contradicted", "published_at: witnesses agree in", later=True),
    Fault("new=10 garbled=lead", "amber", "field-contradicted", "lead: witnesses agree in 0 of", later=True),
    Fault("new=10 box_in_text", "red", "field-contradicted", "body: without lines of other articles", later=True),
    Fault("new=10 without=readable_body", "red", "field-lost", "body: filled in 0 of 10", later=True),
    # The night after a good one: new articles and visits are counted apart, and what is loaded already excuses nothing.
    Fault("new=3 loop=-1,-2,-3", "red", NEW, "3 of 3 new articles", later=True),
    Fault("new=1 gone=-1", "red", NEW, "1 of 1 new articles", later=True),
    Fault("new=10 soft_404=-1", "amber", NEW, "1 of 10 new articles", later=True),
    Fault("new=10 truncated=-1,-2", "red", NEW, "2 of 10 new articles", later=True),
    Fault("new=2 loop=-1", "amber", NEW, "1 of 2 new articles", later=True),
    Fault("soft_404=articles", "red", KNOWN, "14 of 14 visits failed", later=True, due=True),
    Fault("challenge=articles", "red", KNOWN, "a bot challenge", later=True, due=True),
    Fault("http_500=0", "amber", KNOWN, "1 of 14 visits failed: 1 × an error of the site", later=True, due=True),
    Fault("gone=0,1,2,3", "red", KNOWN, "4 of 14 visits failed: 4 × removed by the paper", later=True, due=True),
    Fault("new=14 loop=0,1,2", "red", KNOWN, "3 of 14 visits failed", later=True, due=True),
    Fault("truncated=channels", "red", "channel-cut-short", "(its last read had", later=True),
    Fault("robots_refusal", "closed", "closed", "robots.txt forbids all", later=True),
    Fault("robots_500", "red", "robots-unreachable", "HTTP 503", later=True),
    Fault("dead", "red", "dead-site", "the site does not answer", later=True),
    Fault("http_500=channels", "red", "site-error", "HTTP 500", later=True),
]


def rows() -> list[Any]:
    """Return the table's rows: CI plays the first of each finding, the nightly run all."""
    played, marked = set(), []
    for fault in FAULTS:
        finding = (fault.colour, fault.code, fault.later)
        marked.append(pytest.param(fault, id=str(fault), marks=[pytest.mark.long] if finding in played else []))
        played.add(finding)
    return marked


@pytest.fixture(scope="module")
def verdicts(
    session_server: TemplateServer,
    baotinh: Baotinh,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> dict[Fault, dict[str, object]]:
    """Return the verdict on each fault: each has a paper of its own, as many at a time as there are papers."""
    asked = [
        item for item in request.session.items if item.path == request.path and not item.get_closest_marker("skip")
    ]
    played = [item.callspec.params["fault"] for item in asked if isinstance(item, pytest.Function)]
    verdicts = {}
    for start in range(0, len(played), len(PAPERS)):
        faults = played[start : start + len(PAPERS)]
        session_server.renew()
        world = World(session_server.postgres.url, tmp_path_factory.mktemp("state"), baotinh)
        verdicts |= world.verdicts(dict(zip(PAPERS, faults, strict=False)))
    return verdicts


class World:
    """Papers of a press of its own, and a database that knows nothing of them yet."""

    def __init__(self, database_url: str, home: Path, baotinh: Baotinh) -> None:
        # Twenty new articles, three hours apart, are not dated after the night that reads them.
        self._press = SamplePress(newest_at=datetime.now(UTC) - timedelta(days=3))
        self._baotinh, self._url = baotinh, database_url
        self._environment = {"DATABASE_URL": database_url, "BAOTINH_HOME": str(home), "BAOTINH_DELAY": "0.01"}

    def verdicts(self, faults: dict[str, Fault]) -> dict[Fault, dict[str, object]]:
        with serving(self._press) as url:
            self._environment["BAOTINH_SAMPLE_PRESS"] = url
            for key, fault in faults.items():
                self._switch(key, "" if fault.later else fault.switches)
            first = self._night("first", faults)
            second = {key: fault for key, fault in faults.items() if fault.later}
            assert {key: first[key]["colour"] for key in second} == dict.fromkeys(second, "green")
            for key, fault in second.items():
                self._switch(key, fault.switches)
            with connect(self._url) as conn:
                due = [key for key, fault in second.items() if fault.due]
                conn.execute("UPDATE ops.url SET next_due_at = now() WHERE outlet_key = ANY(%s)", [due])
            later = self._night("second", second)
        return {fault: (later if fault.later else first)[key] for key, fault in faults.items()}

    def _switch(self, key: str, switches: str) -> None:
        for switch in switches.split():
            self._press.switch_by_text(f"{key}:{switch}")

    def _night(self, run: str, faults: dict[str, Fault]) -> dict[str, dict[str, object]]:
        verdicts = {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            crawls = {
                key: pool.submit(
                    self._baotinh,
                    "crawl",
                    key,
                    "--run",
                    run,
                    *fault.options,
                    environment=os.environ | self._environment,
                )
                for key, fault in faults.items()
            }
            for key, crawl in crawls.items():
                assert crawl.result().returncode == 0, f"crawl {key}: {crawl.result().stderr[-1500:]}"
                self._here("load", key)
                verdicts[key] = json.loads(self._here("check", key, "--run", run, "--json"))
        return verdicts

    def _here(self, *arguments: str) -> str:
        """Run a command in this process, which has everything imported already; return what it printed."""
        done = CliRunner().invoke(app, arguments, env=self._environment)
        assert done.exception is None or isinstance(done.exception, SystemExit), f"{arguments}: {done.exception}"
        return done.stdout


@pytest.mark.parametrize("fault", rows())
def test_a_fault_gets_its_colour_and_its_name(verdicts: dict[Fault, dict[str, object]], fault: Fault) -> None:
    verdict = verdicts[fault]
    findings: Sequence[dict[str, str]] = verdict["findings"]  # type: ignore[assignment]
    assert verdict["colour"] == fault.colour, findings
    if fault.code:
        texts = [f["text"] for f in findings if (f["code"], f["colour"]) == (fault.code, fault.colour)]
        assert any(fault.words in text for text in texts), findings
