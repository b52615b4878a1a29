"""The completeness meter against the sample press: two articles that no channel announces, though their pages exist."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import Baotinh

from crawler.local.postgres import PostgresServer
from crawler.sample_press import SamplePress, serving

pytestmark = pytest.mark.slow

Night = Callable[..., dict[str, Any]]


@pytest.fixture
def press() -> SamplePress:
    return SamplePress()


@pytest.fixture
def night(press: SamplePress, server: PostgresServer, baotinh: Baotinh, tmp_path: Path) -> Iterator[Night]:
    """Crawl, load and check papers; return what the meter shows of each, and what `check` said."""
    with serving(press) as url:
        environment = os.environ | {
            "DATABASE_URL": server.url,
            "BAOTINH_SAMPLE_PRESS": url,
            "BAOTINH_DELAY": "0.02",
            "BAOTINH_HOME": str(tmp_path),
        }

        def run(*keys: str) -> dict[str, Any]:
            said = {}
            for key in keys:
                for step in ("crawl", "load", "check"):
                    done = baotinh(step, key, environment=environment)
                    assert done.returncode == 0, f"{step} {key}: {done.stderr[-1500:]}"
                said[key] = done.stdout
            shown = baotinh("completeness", *keys, "--json", environment=environment)
            assert shown.returncode == 0, shown.stderr
            return {row["outlet"]: row | {"check": said[row["outlet"]]} for row in json.loads(shown.stdout)}

        yield run


def test_the_meter_names_the_two_hidden_articles_and_nothing_else(press: SamplePress, night: Night) -> None:
    for key in ("baoangiang", "baoninhbinh"):
        press.switch(key, "hidden", "3,5")
    first = night("baoangiang", "baohatinh", "baoninhbinh")
    hidden = sorted(press.truth("baoangiang")[n].number for n in (3, 5))
    assert sorted(first["baoangiang"]["not_announced"]) == hidden
    assert all(str(number) in first["baoangiang"]["check"] for number in hidden)
    assert first["baohatinh"]["not_announced"] == []
    assert first["baohatinh"]["check"] == "baohatinh: green\n"
    assert first["baoninhbinh"]["unknown"] == "no sequence"
    assert first["baoninhbinh"]["not_announced"] == []
    assert "ids were announced" not in first["baoninhbinh"]["check"]

    press.switch("baoangiang", "new", "6")
    press.switch("baoangiang", "hidden", "3,5,-2,-4")
    second = night("baoangiang")["baoangiang"]
    late = {s.number for s in press.truth("baoangiang")[:6]} - {s.number for s in press.announced("baoangiang")}
    assert len(late) == 2
    assert (second["seen"], second["unseen"], set(second["not_announced"])) == (4, 2, late)
