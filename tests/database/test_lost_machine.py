"""A machine that loses power leaves its session and its locks behind; they are free after a bounded time."""

import socket
from collections.abc import Callable

import psycopg
import pytest
from patience import until

from crawler.database import connect, connection, site_lock
from crawler.local.postgres import PostgresServer

SITE = "baodanang.vn"
# linux/tcp.h: a socket in this mode is closed without a word to the other end, as by a machine without power.
TCP_REPAIR = 19


def vanish(conn: psycopg.Connection) -> None:
    with socket.socket(fileno=conn.fileno()) as end:
        try:
            end.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        except PermissionError:
            end.detach()
            pytest.skip("only root may close a connection without a word (CAP_NET_ADMIN)")


@pytest.fixture
def lost(server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let a session take the site's lock and its machine vanish, given the seconds of silence that are allowed it."""

    def lose(idle: int) -> None:
        monkeypatch.setattr(connection, "IDLE_SECONDS", idle)
        conn = connect(server.url)
        assert site_lock(conn, SITE)
        vanish(conn)

    return lose


def test_its_locks_are_free_when_it_was_silent_for_long_enough(
    server: PostgresServer, lost: Callable[[int], None]
) -> None:
    with connect(server.url) as other:
        lost(2)
        assert not site_lock(other, SITE)
        until("the lock", lambda: site_lock(other, SITE))


def test_they_outlive_the_answer_to_a_request_that_it_may_have_sent(server: PostgresServer) -> None:
    from crawler.spiders.settings import DOWNLOAD_TIMEOUT

    with connect(server.url) as conn:
        idle, interval, count, silent = (
            int(conn.execute("SELECT setting FROM pg_settings WHERE name = %s", [name]).fetchone()[0])  # type: ignore[index]
            for name in ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
        )
    assert DOWNLOAD_TIMEOUT < idle + interval * count == silent / 1000 <= 120
