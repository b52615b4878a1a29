"""The sessions of those who read, as the guard looks at them: what each does, since when, with how much memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crawler.local.logins.roles import Connection

# Kernels weigh a process 1.25 times less for each step of niceness: 3 steps halve its share.
_STEPS_A_DOUBLING = 3
_READERS_NICENESS, _MOST_NICENESS = 5, 19


@dataclass(frozen=True)
class Session:
    """One server process of a reader, or of a parallel worker that helps it; seconds are 0 where nothing runs."""

    pid: int
    login: str
    leader: int
    statement_seconds: float
    transaction_seconds: float
    waits_to_change_a_login: bool


@dataclass(frozen=True)
class Bounds:
    """What no reader goes over, whatever it sets: seconds, and bytes of memory of one login and of all together."""

    statement_seconds: float
    transaction_seconds: float
    login_bytes: int
    all_bytes: int


def sessions(connection: Connection, logins: Sequence[str]) -> list[Session]:
    """Return the sessions of these logins, with the workers that help them."""
    return [Session(*row) for row in connection.execute(_SESSIONS, [[*logins]])]


# A statement that waits for its client (a cursor's rows) runs no longer, but its transaction does.
_SESSIONS = """
    SELECT a.pid, a.usename, coalesce(a.leader_pid, a.pid),
        -- A session that is still starting has no times.
        coalesce(CASE a.state WHEN 'active' THEN extract(epoch FROM clock_timestamp() - a.query_start) END, 0)::float8,
        coalesce(extract(epoch FROM clock_timestamp() - a.xact_start), 0)::float8,
        EXISTS (
            SELECT FROM pg_locks AS l WHERE l.pid = a.pid AND NOT l.granted
                AND l.relation IN ('pg_authid'::regclass, 'pg_db_role_setting'::regclass))
    FROM pg_stat_activity AS a WHERE a.usename = ANY(%s)"""


def offenders(current: Iterable[Session], bounds: Bounds) -> Iterator[tuple[Session, str]]:
    """Yield the sessions to end, each with why; of a login that takes too much memory, the largest."""
    by_time = []
    for session in current:
        if session.pid != session.leader:
            by_time.append(session)
        elif session.waits_to_change_a_login:
            yield session, "tried to change the password or the settings of a login"
        elif session.statement_seconds > bounds.statement_seconds:
            yield session, f"ran one statement for more than {bounds.statement_seconds:.0f} s"
        elif session.transaction_seconds > bounds.transaction_seconds:
            yield session, f"held one transaction open for more than {bounds.transaction_seconds:.0f} s"
        else:
            by_time.append(session)
    yield from _too_large(by_time, bounds)


def _too_large(current: Sequence[Session], bounds: Bounds) -> Iterator[tuple[Session, str]]:
    sizes = {session.pid: private_bytes(session.pid) for session in current}
    of_login: dict[str, int] = {}
    for session in current:
        of_login[session.login] = of_login.get(session.login, 0) + sizes[session.pid]
    if not of_login:
        return
    largest = max(of_login, key=lambda login: of_login[login])
    if of_login[largest] <= bounds.login_bytes and sum(of_login.values()) <= bounds.all_bytes:
        return
    own = [session for session in current if session.login == largest]
    of_leader: dict[int, int] = {}
    for session in own:
        of_leader[session.leader] = of_leader.get(session.leader, 0) + sizes[session.pid]
    heaviest = max(of_leader, key=lambda leader: of_leader[leader])
    for session in own:
        if session.pid == heaviest:
            yield session, f"took {of_login[largest] >> 20:,} MB of memory with all its sessions"


def private_bytes(pid: int) -> int:
    """Return the memory that only this process uses; 0 where the kernel does not say, as on macOS."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) << 10
    return 0


def give_way(current: Iterable[Session]) -> None:
    """Let readers' processes give way to the night, and those of a login with many of them to those of others."""
    busy: dict[str, list[int]] = {}
    for session in current:
        if session.statement_seconds or session.pid != session.leader:
            busy.setdefault(session.login, []).append(session.pid)
    for pids in busy.values():
        doublings = (len(pids)).bit_length() - 1
        niceness = min(_READERS_NICENESS + _STEPS_A_DOUBLING * doublings, _MOST_NICENESS)
        for pid in pids:
            _set_niceness(pid, niceness)


def _set_niceness(pid: int, niceness: int) -> None:
    # Who is not root cannot take niceness back: a session that once was one of many stays so.
    with suppress(OSError):
        if os.getpriority(os.PRIO_PROCESS, pid) != niceness:
            os.setpriority(os.PRIO_PROCESS, pid, niceness)
    # Each server process is a session of its own: where the kernel shares the processor out by session
    # (sched_autogroup), only the session's own niceness counts.
    with suppress(OSError):
        group = Path(f"/proc/{pid}/autogroup")
        if not group.read_text().endswith(f" nice {niceness}\n"):
            group.write_text(str(niceness))
