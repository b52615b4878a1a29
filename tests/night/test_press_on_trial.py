"""Papers on trial with wrong entries: collected whole after three nights, and each wrong statement is told."""

import psycopg
import pytest
from press_on_trial import NEWEST, papers_on_trial, trial

from crawler.archive import Archive
from crawler.outlets import outlet_by_key
from crawler.sample_press import SamplePress

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("key", [pytest.param("baohatinh", marks=pytest.mark.long), "baoquangninh"])
def test_a_paper_whose_channels_moved_and_whose_box_was_renamed(
    key: str, conn: psycopg.Connection, archive: Archive
) -> None:
    paper = outlet_by_key(key)
    assert paper in papers_on_trial()
    result = trial(conn, archive, SamplePress(newest_at=NEWEST), paper)
    assert result.loaded == result.published > 24
    assert result.untold == []
