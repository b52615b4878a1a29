"""How an article was read is told by the parser that read it, not by the paper's entry."""

import pytest

from crawler.warehouse.articles import extraction_of


@pytest.mark.parametrize(
    ("parser", "extraction"), [("fck/1", "family"), ("generic/1", "generic"), ("learned/1f8ec9aa", "learned")]
)
def test_the_parser_tells_how_an_article_was_read(parser: str, extraction: str) -> None:
    assert extraction_of(parser) == extraction
