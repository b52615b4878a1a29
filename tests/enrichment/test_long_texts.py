"""An article of megabytes: what is read of it for mentions is bounded."""

from datetime import date

import pytest

from crawler.enrichment import mentions


@pytest.mark.parametrize("body", [["x" * 4_000_000], ["x" * 1000] * 4000, ["x" * 150_000, "y" * 150_000]])
def test_what_is_read_of_one_article_is_bounded(body: list[str]) -> None:
    text = mentions._Text(1, "", "vi", date(2026, 9, 1), "96", "Tiêu đề", None, "Lời dẫn", body, [None, "Chú thích"])
    parts = list(text.parts())
    assert [part.text for part in parts[:2]] == ["Tiêu đề", "Lời dẫn"]
    assert sum(len(part.text) for part in parts) == mentions._MOST_LETTERS
