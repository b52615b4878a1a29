"""The database as the pages read it: by the analyst's login, read-only, within limits of time and number."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from psycopg.rows import dict_row

from crawler.database import connect
from crawler.web.question import Question

Row = dict[str, Any]
# The analyst's role has 20 connections; people with psql need some too.
CONNECTIONS = 4
WAIT_SECONDS = 5.0
STATEMENT_SECONDS = 10


class TooBusy(RuntimeError):
    """All connections are at work for other visitors."""


class Reader:
    """Answers questions; `url` is asked at each connection, since a restarted server may have another port."""

    def __init__(self, url: Callable[[], str]) -> None:
        self._url = url
        self._free = threading.BoundedSemaphore(CONNECTIONS)

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        """Give a read-only connection. Raises DatabaseDown, TooBusy."""
        if not self._free.acquire(timeout=WAIT_SECONDS):
            raise TooBusy
        try:
            with closing(connect(self._url())) as conn:
                conn.execute(_LIMITS, {"seconds": f"{STATEMENT_SECONDS * 1000:.0f}ms"})
                yield conn
        finally:
            self._free.release()


def ask(conn: psycopg.Connection, question: Question) -> list[Row]:
    """Return the rows that answer a question. Raises psycopg.Error."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(question.sql.encode(), question.values).fetchall()


def may_read_text(conn: psycopg.Connection) -> bool:
    """Return True if the login may read full text and the index of words."""
    row = conn.execute("SELECT news.may_read_text()").fetchone()
    return bool(row and row[0])


def has_words(conn: psycopg.Connection, words: str) -> bool:
    """Return True if there is something to search for."""
    return conn.execute("SELECT internal.search_tsquery(%s, 'exact') IS NOT NULL", [words]).fetchone() == (True,)


def runnable(conn: psycopg.Connection, question: Question) -> str:
    """Return a question as text for psql, its values in their places."""
    with psycopg.ClientCursor(conn) as cursor:
        text = cursor.mogrify(question.sql, question.values) if question.values else question.sql.replace("%%", "%")
    return f"SET timezone = 'Asia/Ho_Chi_Minh';\n{text};\n"


# Read-only whatever the login may do: DATABASE_URL can be the owner's. A page reads few rows of large tables: by the
# planner's default, the cost of a turning disk, facets read all mentions of a million articles for those of 2,000.
_LIMITS = """
    SELECT set_config('statement_timeout', %(seconds)s, false), set_config('lock_timeout', '2s', false),
        set_config('random_page_cost', '1.1', false),
        set_config('default_transaction_read_only', 'on', false), set_config('TimeZone', 'Asia/Ho_Chi_Minh', false),
        set_config('idle_session_timeout', '60s', false), set_config('application_name', 'baotinh web', false)"""
