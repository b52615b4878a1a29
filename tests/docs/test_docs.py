"""The documentation as a reader follows it: every shell, Python and SQL block is run, every answer has its shape."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from markdown_page import RUN, Block, Page
from operator_home import operator
from reader import ROOT, Reader

from crawler.configuration import setting_descriptions
from crawler.outlets import crawled_outlets

PAGES = {path.name: Page(path) for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
NOTHING_TO_RUN = {
    "scale.md": "its command measures for minutes; tests/docs/test_scale.py computes what it prints",
    "architecture.md": "it says where code stands; import-linter holds its picture",
    "server.md": "its blocks need a Docker engine; the page itself says so, and what was tested instead",
    "dictionary.md": "it is made from the database, and tests/database holds it against one",
}


# -- every page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_blocks_that_are_run(name: str) -> None:
    run = [b for b in PAGES[name].blocks() if b.language in RUN]
    assert bool(run) != (name in NOTHING_TO_RUN)


@pytest.mark.parametrize("name", PAGES)
def test_a_block_that_is_not_run_says_why(name: str) -> None:
    left = [b for b in PAGES[name].blocks() if b.language not in RUN]
    assert [f"line {b.line}: {b.language}" for b in left if b.language != "text"] == []
    assert [f"line {b.line}" for b in left if not re.match(r"<!-- not run: .{20,} -->", b.before)] == []


def test_few_blocks_are_not_run() -> None:
    blocks = [b for page in PAGES.values() for b in page.blocks()]
    assert sum(b.language not in RUN for b in blocks) <= len(blocks) / 4


@pytest.mark.parametrize("name", PAGES)
def test_every_command_in_the_text_exists(name: str) -> None:
    from typer.main import get_command

    from crawler.cli import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    written = re.findall(r"`(?:uv run )?baotinh ([a-z-]+)\b|^(?:uv run )?baotinh ([a-z-]+)\b", PAGES[name].text, re.M)
    assert {word for pair in written for word in pair if word} <= known


@pytest.mark.parametrize("name", PAGES)
def test_every_link_within_the_project_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", PAGES[name].text)
    assert [to for to in links if "://" not in to and not (PAGES[name].path.parent / to).exists()] == []


def test_the_operators_table_of_settings_is_the_packages() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `([A-Z_]+)` \| (.+) \|$", PAGES["operator.md"].text, re.M)
    assert rows == [(name, variable, meaning) for name, (variable, meaning, _) in setting_descriptions().items()]


def test_the_runbook_has_a_section_for_each_finding_and_no_other() -> None:
    rooms = [ROOT / "crawler" / room for room in ("quality", "alerts")]
    sources = [path.read_text("utf8") for room in rooms for path in room.glob("*.py")]
    codes = {code for source in sources for code in re.findall(CODE, source)}
    sections = re.findall(r"^## (.+)$", PAGES["runbook.md"].text, re.M)
    assert len(codes) >= 15
    assert sorted(sections) == sorted(codes)


# As a finding's second argument, beside its text in the table of what keeps a whole site from being read, or in a link.
CODE = r'(?:Finding\(\s*[^,()]+(?:\([^()]*\))?,\s*"|: \("|\{RUNBOOK\}#)([a-z]+(?:-[a-z]+)*)\b'


# -- the README's first screen


def test_each_line_of_the_first_screen_sets_up_and_does_one_thing() -> None:
    first, second = PAGES["README.md"].blocks()[:2]
    assert [block.text.count("\n") for block in (first, second)] == [1, 1]
    assert [after_setup(block) for block in (first, second)] == ["uv run baotinh demo", "uv run pytest"]


def after_setup(block: Block) -> str:
    """Return what a line of the first screen does once uv and the packages are there, as they are here."""
    setup, command = block.text.strip().rsplit(" && .uv/bin/", 1)
    assert setup == "python3 -m venv .uv && .uv/bin/pip install uv"
    return command


# -- what is run


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tmp_path_factory.mktemp("newcomer"))


@pytest.fixture(scope="module")
def demo(newcomer: Reader) -> Iterator[str]:
    """Start what the README's first screen starts, and give what it printed; the pages below use it meanwhile."""
    (block,) = [b for b in PAGES["README.md"].blocks() if b.stays]
    with newcomer.started(after_setup(block)) as said:
        yield said


@pytest.mark.faults
@pytest.mark.timeout(900)
def test_the_first_screen_loads_six_papers_and_says_where_to_look(demo: str) -> None:
    counts = {key: int(n) for key, n in re.findall(r"^  (\w+) +(\d+) articles", demo, re.M)}
    assert counts.keys() == crawled_outlets().keys()
    assert all(counts.values())
    assert sum(counts.values()) >= 60
    for wanted in ("SELECT province", "Airflow's UI: http://127.0.0.1:", "postgresql://analyst:", "psql '", "Time: "):
        assert wanted in demo


@pytest.mark.faults
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", [n for n in PAGES if n not in ("operator.md", *NOTHING_TO_RUN)])
def test_its_blocks_run(newcomer: Reader, demo: str, name: str) -> None:
    newcomer.follow(PAGES[name])


@pytest.mark.faults
@pytest.mark.timeout(900)
def test_every_answer_has_the_shape_that_is_written_under_it(demo: str) -> None:
    (url,) = re.findall(r"^An analyst's URL: (\S+)$", demo, re.M)
    # The questions ask for days of September, and the demo's papers live: tests/warehouse holds their rows.
    asked = [
        (page, block, columns, may_be_empty or page.path.name == "questions.md")
        for page in PAGES.values()
        for block, columns, may_be_empty in page.answers()
    ]
    assert len(asked) >= 10
    with psycopg.connect(url, autocommit=True) as conn:
        wrong = [f"{page.path.name}: {answer}" for page, *found in asked if (answer := _wrong(conn, *found))]
    assert wrong == []


def _wrong(conn: psycopg.Connection, block: Block, columns: list[str], may_be_empty: bool) -> str | None:
    try:
        answer = conn.execute(block.text.encode())
    except psycopg.Error as error:
        return f"line {block.line}: {error}"
    given = [column.name for column in answer.description or ()]
    if given != columns:
        return f"line {block.line}: it has {given}, and the page says {columns}"
    return None if answer.rowcount or may_be_empty else f"line {block.line}: no row, and the page does not say so"


@pytest.mark.faults
@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_operators_blocks_run(tmp_path: Path) -> None:
    with operator(tmp_path / "state") as someone:
        reader = Reader(tmp_path, {"BAOTINH_HOME": str(someone.home)})
        reader.follow(PAGES["operator.md"])
        assert (reader.home / "baotinh.dump").stat().st_size > 10_000
        someone.assert_nothing_runs()
