"""Views and functions: one a file, made again when its text changed, and never at the cost of a person's own view."""

import re
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import psycopg
import pytest

from crawler.database import CannotMigrate, connect, migrate, migrations, outdated, pending
from crawler.database.definitions import definitions
from crawler.local.postgres import PostgresServer
from crawler.resources import shipped

SQL = shipped("sql")
OF_ANALYSTS = [
    "article_as_of(moment timestamp with time zone)",
    "may_read_text()",
    "search(query text, province text, outlet text, since date, until date, section text, newest boolean,"
    " how_many integer, author text)",
    "search_count(query text, province text, outlet text, since date, until date, section text, author text)",
    "search_counts(query text, by text, province text, outlet text, since date, until date, section text, author text)",
    "search_matches(query text, province text, outlet text, since date, until date, section text, author text)",
]
MARKS = "SELECT name, xmin::text, applied_at FROM ops.schema_object ORDER BY name"


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give this version's SQL as a later version has it: the test changes files."""
    folder = tmp_path / "sql"
    shutil.copytree(SQL, folder)
    monkeypatch.setattr(migrations, "shipped", lambda name: folder)
    return folder


@pytest.fixture
def url(server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the migrated database, and bring it back to this version's views."""
    yield server.url
    monkeypatch.undo()
    with connect(server.url) as conn:
        conn.execute("DROP VIEW IF EXISTS public.mine; DROP FUNCTION IF EXISTS public.my_search")
    migrate(server.url)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf8")


def code(text: str) -> str:
    """Return the text without comments, neither `--` nor COMMENT ON."""
    return re.sub(r"--.*$|^COMMENT ON .*$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("file", sorted(SQL.glob("[fsv]*/*.sql")), ids=lambda file: file.name)
def test_a_file_makes_its_view_or_function_and_nothing_else_and_a_file_of_tables_makes_none(file: Path) -> None:
    text = code(file.read_text("utf8"))
    made = re.findall(
        r"^CREATE (?:OR REPLACE )?((?:MATERIALIZED )?VIEW|FUNCTION) ([a-z_]+\.[a-z_]+)", text, re.MULTILINE
    )
    of_tables = file.parent.name == "schema"
    kinds = {"views": ("VIEW", "MATERIALIZED VIEW"), "functions": ("FUNCTION",), "schema": ()}[file.parent.name]
    assert [name for kind, name in made if kind in kinds] == ([] if of_tables else [file.stem])
    assert len(made) == (0 if of_tables else 1)
    others = re.findall(
        r"^(?!COMMENT|CREATE (?:UNIQUE )?INDEX)(?:CREATE|ALTER|DROP|INSERT|UPDATE|DELETE).*", text, re.MULTILINE
    )
    assert of_tables or len(others) == 1
    for kind, name in made:
        assert re.search(rf"^COMMENT ON {kind} {re.escape(name)}\b", file.read_text("utf8"), re.MULTILINE)
    # One line each, so that a better word is no other version.
    assert all(re.search(r"';$", line) for line in file.read_text("utf8").splitlines() if line.startswith("COMMENT ON"))


def test_each_says_what_it_is_made_of() -> None:
    every = definitions(SQL)
    for one in every:
        words = set(re.findall(r"\b[a-z]+\.[a-z_]+\b", code(one.text)))
        assert set(one.needs) == words & {other.name for other in every} - {one.name}, one.name


def test_the_database_has_what_the_files_make_and_no_more(server: PostgresServer) -> None:
    with connect(server.url) as conn:
        there = conn.execute(
            """
            SELECT relnamespace::regnamespace || '.' || relname FROM pg_class WHERE relkind IN ('v', 'm')
                AND relnamespace::regnamespace::text IN ('news', 'ops', 'internal')
            UNION ALL SELECT pronamespace::regnamespace || '.' || proname FROM pg_proc
            WHERE pronamespace::regnamespace::text IN ('news', 'ops', 'internal')"""
        ).fetchall()
    assert sorted(name for (name,) in there) == sorted(one.name for one in definitions(SQL))


def test_the_functions_of_news_are_those_that_an_analyst_calls(server: PostgresServer) -> None:
    with connect(server.url) as conn:
        rows = conn.execute(
            """
            SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')' FROM pg_proc
            WHERE pronamespace = 'news'::regnamespace ORDER BY 1"""
        ).fetchall()
    assert [name for (name,) in rows] == OF_ANALYSTS


def test_no_two_tables_or_views_are_taken_for_each_other(server: PostgresServer) -> None:
    with connect(server.url) as conn:
        rows = conn.execute(
            """
            SELECT relname FROM pg_class
            WHERE relkind IN ('r', 'v', 'm') AND relnamespace::regnamespace::text IN ('news', 'ops')"""
        ).fetchall()
    for one, other in combinations((name for (name,) in rows), 2):
        longer, shorter = sorted([one, other], key=len, reverse=True)
        without_a_letter = {longer[:n] + longer[n + 1 :] for n in range(len(longer))}
        assert shorter != longer
        assert shorter not in without_a_letter


def test_no_column_has_the_name_of_the_table_that_it_refers_to(server: PostgresServer) -> None:
    """SQLAlchemy's automap names the relation after the table."""
    with connect(server.url) as conn:
        rows = conn.execute(
            """
            SELECT k.conrelid::regclass, a.attname FROM pg_constraint AS k
            JOIN pg_class AS c ON c.oid = k.confrelid JOIN pg_attribute AS a ON a.attrelid = k.conrelid
            WHERE k.contype = 'f' AND a.attname = c.relname"""
        ).fetchall()
    assert rows == []


def test_what_is_unchanged_is_not_made_again(url: str) -> None:
    with connect(url) as conn:
        before = conn.execute(MARKS).fetchall()
        assert migrate(url) == []
        assert conn.execute(MARKS).fetchall() == before


def test_a_changed_view_is_made_again_with_what_is_made_of_it(url: str, newer: Path, server: PostgresServer) -> None:
    change(newer / "views" / "news.silent_edit.sql", "WHERE is_silent", "WHERE is_silent AND revision > 2")
    assert (pending(url), outdated(url)) == ([], ["news.silent_edit"])
    assert migrate(url) == ["news.silent_edit"]
    with connect(url) as conn:
        [[text]] = conn.execute("SELECT pg_get_viewdef('news.silent_edit'::regclass)").fetchall()
    assert "revision > 2" in text
    with connect(server.analyst_url) as conn:
        assert conn.execute("SELECT * FROM news.silent_edit").fetchall() == []

    change(newer / "views" / "news.revision_span.sql", "last_seen_at,", "last_seen_at, 1 AS more,")
    of_it = ["article_as_of", "change", "headline_change", "removal", "revision_span", "silent_edit"]
    assert sorted(migrate(url)) == [f"news.{name}" for name in of_it]


def test_a_view_that_a_migration_dropped_comes_back(url: str, newer: Path) -> None:
    text = "DROP MATERIALIZED VIEW news.ward_month; ALTER TABLE news.article_place ALTER part_seq TYPE bigint;"
    (newer / "migrations" / "0001_large.sql").write_text(text)
    assert migrate(url) == ["0001_large", "news.ward_month"]
    with connect(url) as conn:
        assert conn.execute("SELECT ispopulated FROM pg_matviews WHERE matviewname = 'ward_month'").fetchall() == [
            (True,)
        ]


def test_a_view_without_a_file_any_more_is_dropped(url: str, newer: Path) -> None:
    (newer / "views" / "news.silent_edit.sql").unlink()
    assert migrate(url) == ["news.silent_edit"]
    with connect(url) as conn:
        assert conn.execute("SELECT to_regclass('news.silent_edit')").fetchone() == (None,)


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        ("CREATE VIEW public.mine AS SELECT headline FROM news.articles", "view mine depends on view news.articles"),
        (
            "CREATE FUNCTION public.my_search() RETURNS SETOF news.articles"
            " BEGIN ATOMIC SELECT * FROM news.articles; END",
            "function my_search() depends on",
        ),
    ],
)
def test_a_persons_own_view_on_ours_is_named_and_nothing_is_changed(
    url: str, newer: Path, theirs: str, named: str
) -> None:
    change(newer / "views" / "news.articles.sql", "a.source_agency,", "a.source_agency, a.source_credit,")
    with connect(url) as conn:
        conn.execute(theirs.encode())
        before = conn.execute(MARKS).fetchall()
        with pytest.raises(CannotMigrate, match=re.escape(named)) as refused:
            migrate(url)
        assert "\n" not in str(refused.value)
        assert "run `baotinh migrate` again" in str(refused.value)
        assert conn.execute(MARKS).fetchall() == before
        conn.execute("DROP VIEW IF EXISTS public.mine; DROP FUNCTION IF EXISTS public.my_search")
    assert migrate(url) == ["news.articles"]


def test_a_text_that_fails_leaves_everything_as_it_was(url: str, newer: Path) -> None:
    change(newer / "views" / "news.change.sql", "FROM news.article_version AS n", "FROM news.nothing AS n")
    with connect(url) as conn:
        before = conn.execute(MARKS).fetchall()
        with pytest.raises(psycopg.errors.UndefinedTable):
            migrate(url)
        assert conn.execute(MARKS).fetchall() == before
        assert conn.execute("SELECT count(*) FROM news.silent_edit").fetchone() == (0,)
