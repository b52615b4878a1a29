"""A PostgreSQL that many tests share: migrated once, and each asks for the tables anew, as copies of a template."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import psycopg
from psycopg import sql

from crawler.database import connect, grant, migrate
from crawler.local.logins.databases import OWNER
from crawler.local.postgres import SUPERUSER, PostgresServer

TEMPLATE = "migrated"
# What keeps data over a loss of power, which no test outlives.
_CAREFUL = ("fsync", "synchronous_commit", "full_page_writes")
# A server is no child of the process that started it: whoever waits for that one's end, by its closed pipe, stops it.
_KEEPER = """
import signal, sys
from pathlib import Path
from crawler.local.postgres import PostgresServer
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.stdin.read()
PostgresServer(Path(sys.argv[1])).destroy()
"""


class TemplateServer:
    """Run a PostgreSQL under `home` until the block, or this process, ends."""

    def __init__(self, home: Path) -> None:
        self.postgres = PostgresServer(home)
        self._keeper = subprocess.Popen(
            [sys.executable, "-c", _KEEPER, str(home)], stdin=subprocess.PIPE, start_new_session=True
        )

    def __enter__(self) -> "TemplateServer":
        migrate(self.postgres.start())
        with self._admin() as admin:
            for name in _CAREFUL:
                admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
            admin.execute("SELECT pg_reload_conf()")
            admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(_named(OWNER), _named(TEMPLATE)))
            admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(_named(TEMPLATE)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._keeper.communicate()

    def renew(self, keep: Sequence[str] = ()) -> None:
        """Make the database as a first migration leaves it, and drop all others but those to keep."""
        with self._admin() as admin:
            others = admin.execute(
                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> ALL(%s)", [["postgres", *keep]]
            ).fetchall()
            for (name,) in others:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_named(name)))
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                    _named(OWNER), _named(OWNER), _named(TEMPLATE)
                )
            )
        # A copy has no rights of its own on the database as a whole.
        with connect(self.postgres.start()) as owner:
            grant(owner)

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(self.postgres._url(SUPERUSER, "postgres"), autocommit=True)


def recreate_database(server: PostgresServer) -> None:
    """Drop the database and create it again, empty; by the superuser, since an owner may not end autovacuum."""
    with psycopg.connect(server._url(SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_named(OWNER)))
        admin.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(_named(OWNER)))


def _named(name: str) -> sql.Identifier:
    return sql.Identifier(name)
