"""An entry that a person has not finished is named, part by part."""

from pathlib import Path

import msgspec
import pytest

from crawler.outlets import catalogue, outlet_by_key, unfinished, unfinished_parts
from crawler.outlets.records import evidence_of
from crawler.outlets.unfinished import TO_FILL

PAGES = Path(__file__).parents[1] / "pages"


@pytest.mark.parametrize("key", catalogue())
def test_the_catalogue_is_finished(key: str) -> None:
    assert unfinished_parts(outlet_by_key(key), PAGES) == []


def test_what_new_outlet_left_to_fill_in_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "baocantho.yaml").write_text(f"name: {TO_FILL}\nfamily: fck\nprovince_code: {TO_FILL}\n", "utf8")
    (tmp_path / "evidence" / "baocantho.yaml").write_text(f"says:\n  province: {TO_FILL}\n", "utf8")
    assert unfinished_parts(outlet_by_key("baocantho"), None, tmp_path) == [
        f"baocantho.yaml, line 1: name: {TO_FILL}",
        f"baocantho.yaml, line 3: province_code: {TO_FILL}",
        f"baocantho.yaml, line 2: province: {TO_FILL}",
    ]


def test_empty_lists_and_a_page_that_nobody_recorded_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = msgspec.structs.replace(outlet_by_key("baocantho"), former_province_codes=[], channels=[])
    proposed = msgspec.structs.replace(evidence_of("baocantho").article_urls[0], source="a saved page of the paper")
    evidence = msgspec.structs.replace(evidence_of("baocantho"), article_urls=[proposed])
    monkeypatch.setattr(unfinished, "evidence_of", lambda _: evidence)
    former, channels, page = unfinished_parts(empty, tmp_path)
    assert former.startswith("former_province_codes: ")
    assert channels.startswith("channels: ")
    assert "baotinh record" in page
