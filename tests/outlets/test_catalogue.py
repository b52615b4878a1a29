"""The catalogue is valid, says what its evidence says, and refuses what it cannot understand."""

from pathlib import Path

import pytest
import yaml

from crawler.outlets import CatalogueError, catalogue, identify
from crawler.outlets.catalogue import read_outlet

EVIDENCE = Path(__file__).parents[2] / "crawler" / "outlets" / "evidence"


def evidence(key: str) -> dict:
    return yaml.safe_load((EVIDENCE / f"{key}.yaml").read_text("utf8"))


@pytest.mark.parametrize("key", catalogue())
def test_every_host_and_channel_has_evidence_of_the_same_status(key: str) -> None:
    outlet, facts = catalogue()[key], evidence(key)
    assert {h.host for h in outlet.hosts} == set(facts["hosts"])
    assert {c.url: c.status for c in outlet.channels} == {u: c["status"] for u, c in facts["channels"].items()}


@pytest.mark.parametrize("key", catalogue())
def test_every_article_url_of_the_evidence_is_this_outlets_or_a_foreign_edition(key: str) -> None:
    for example in evidence(key)["article_urls"]:
        found = identify(example["url"])
        assert found is None or found.outlet == key
        assert found is not None or "/english/" in example["url"] or "/du-lich/" in example["url"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("key: [", "while parsing a flow node"),
        ("key: x", "Object missing required field"),
        ("\xff", "baotest.yaml"),
    ],
)
def test_a_broken_file_is_named_with_its_reason(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "baotest.yaml"
    file.write_bytes(text.encode("latin1"))
    with pytest.raises(CatalogueError, match=named):
        read_outlet(file)
