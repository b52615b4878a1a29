"""Scrubbed twins of real pages, as `baotinh record` saves them: each is read as a person has said it should be."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from crawler.contributor import expectation
from crawler.outlets import outlet_by_url
from crawler.page import SavedPage

RECORDED = sorted(Path(__file__).parent.glob("*.json"))


@pytest.mark.parametrize("file", RECORDED, ids=lambda f: f.stem)
def test_a_recorded_page_was_checked_and_is_read_so(file: Path) -> None:
    kept = json.loads(file.read_text("utf8"))
    assert kept["checked_by"], f"{file.name}: nobody has checked it yet: read the page, then set checked_by"
    assert kept["checked_on"], f"{file.name}: when was it checked?"
    paper = outlet_by_url(kept["url"])
    assert paper is not None
    page = SavedPage(file.with_suffix(".html").read_bytes(), kept["url"], datetime.fromisoformat(kept["fetched_at"]))
    assert expectation(page, paper) == kept["expected"]
