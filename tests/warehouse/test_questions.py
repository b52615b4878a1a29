"""The answers that docs/questions.md shows are those of the sample press's nights."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from markdown_page import Block, Page
from sample_nights import shown, two_nights

from crawler.archive import Archive
from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue

pytestmark = pytest.mark.slow

PAGE = Page(Path(__file__).parents[2] / "docs" / "questions.md")
QUESTIONS = [(block, columns) for block, columns, _ in PAGE.answers()]


@pytest.fixture(scope="module")
def nights(server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """Load the nights with the tasks' login, and give the analyst's."""
    with connect(server.loader_url) as loader:
        sync_catalogue(loader)
        two_nights(loader, Archive(tmp_path_factory.mktemp("archive")))
    with connect(server.analyst_url) as conn:
        yield conn


def test_there_are_twelve_questions_and_one_is_asked_twice() -> None:
    assert re.findall(r"^## (\d+)\. ", PAGE.text, re.M) == [str(n) for n in range(1, 13)]
    assert len(QUESTIONS) == 13


def table_under(block: Block) -> list[str]:
    """Return the lines of the table that the page shows as the block's answer."""
    behind = PAGE.text.split(block.text, 1)[1]
    return re.search(r"\A```\n\nAnswer: [^\n]+\n\n((?:\|[^\n]+\n)+)", behind)[1].splitlines()  # type: ignore[index]


@pytest.mark.parametrize(("block", "columns"), QUESTIONS, ids=lambda given: getattr(given, "line", ""))
def test_an_answer_shown_is_the_answer(nights: psycopg.Connection, block: Block, columns: list[str]) -> None:
    """The page shows the first rows, and all where it says no more."""
    answer = nights.execute(block.text.encode())
    assert [column.name for column in answer.description or ()] == columns
    lines = [*shown(answer.fetchall(), columns)]
    assert len(lines) > 2
    said = table_under(block)
    assert said == lines[: len(said)], "\n".join(["the page should show:", *lines[:14]])
    assert len(said) >= min(len(lines), 6)
