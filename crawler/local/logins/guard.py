"""The guard of a running server: readers' limits hold against the readers themselves.

PostgreSQL lets every role change its own password and defaults, and set statement_timeout and work_mem as it likes. So
the guard holds a lock on the catalogues in which passwords and defaults stand: nobody's change goes through while it
looks, and whoever waits for that lock is ended. What was changed in a gap, or while no guard ran, is set back.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import psutil
import psycopg

from crawler.local.failure import LocalFailure
from crawler.local.logins import roles
from crawler.local.logins.login import Login
from crawler.local.logins.roles import Connection
from crawler.local.logins.sessions import Bounds, give_way, offenders, sessions

# Five times the default timeout: who sets a longer one for a heavy count still leaves the others their evening.
STATEMENT_SECONDS = 300
# An open transaction keeps `migrate` waiting, and dead rows from being vacuumed.
TRANSACTION_SECONDS = 900
_GIB = 1 << 30
# The same trespass of the same login is said once in so long.
_QUIET_SECONDS = 600
_PATIENCE_SECONDS = 5


def usual_bounds() -> Bounds:
    """Return the bounds on this machine: one login takes an eighth of its memory, all together a quarter."""
    memory = psutil.virtual_memory().total
    return Bounds(STATEMENT_SECONDS, TRANSACTION_SECONDS, min(memory // 8, _GIB), memory // 4)


_WITHOUT_MEMORY = Bounds(STATEMENT_SECONDS, TRANSACTION_SECONDS, sys.maxsize, sys.maxsize)


class Guard:
    """Look at the readers of one server every few seconds, as its superuser; `logins` are all that may read.

    Where the server runs in another container, its processes are not seen, and the container's limits hold instead.
    """

    def __init__(
        self,
        url: Callable[[], str],
        logins: Callable[[Connection], Sequence[Login]],
        say: Callable[[str], None],
        bounds: Bounds | None = None,
        *,
        sees_processes: bool = True,
    ) -> None:
        self._url, self._logins, self._say = url, logins, say
        self._bounds = bounds or (usual_bounds() if sees_processes else _WITHOUT_MEMORY)
        self._sees_processes = sees_processes
        self._admin: Connection | None = None
        self._holder: Connection | None = None
        self._told_at: dict[tuple[str, str], float] = {}

    def do_due_work(self) -> None:
        """Look once; a server that is away is another's business, and no reader's deed may end who looks."""
        try:
            self._look(self._connected())
        except psycopg.Error:
            self.stop()
        except (LocalFailure, OSError) as error:
            self._tell("analyst", "and those of people cannot be compared", str(error))

    def stop(self) -> None:
        """Let go of the lock and of the server."""
        for connection in (self._admin, self._holder):
            if connection:
                with suppress(psycopg.Error):
                    connection.close()
        self._admin = self._holder = None

    def _connected(self) -> Connection:
        if self._admin is None:
            self._admin = psycopg.connect(self._url(), autocommit=True, connect_timeout=_PATIENCE_SECONDS)
        return self._admin

    def _look(self, admin: Connection) -> None:
        logins = self._logins(admin)
        current = sessions(admin, [login.name for login in logins])
        for session, reason in offenders(current, self._bounds):
            admin.execute("SELECT pg_terminate_backend(%s, 1000)", [session.pid])
            self._tell(session.login, reason, "its session is ended")
        if self._sees_processes:
            give_way(current)
        changed = any([*roles.differences_of(admin, login)] for login in logins)
        if changed or admin.execute(_OTHERS_WAIT).fetchone() is not None:
            self._let_go()
        if changed:
            self._set_back(admin)
        self._hold()

    def _set_back(self, admin: Connection) -> None:
        """Repair the logins, unless a command of the operator's changes roles at this moment: then at the next look.

        What a command changes stands in the file of logins before it stands in the catalogue, and two changes of a role
        at once end one of them with an error: so both are read again when no command is at work.
        """
        with suppress(psycopg.errors.LockNotAvailable), admin.transaction():
            admin.execute("SET LOCAL lock_timeout = '1s'")
            roles.one_at_a_time(admin)
            for login in self._logins(admin):
                if differences := roles.repair(admin, login):
                    self._tell(login.name, "was changed and is set back", "; ".join(differences))

    def _hold(self) -> None:
        """Take the lock, unless somebody else is changing a role at this moment: then at the next look."""
        if self._holder is not None:
            self._holder.execute("SELECT 1")  # a lost session has lost its lock
            return
        holder = psycopg.connect(self._url(), connect_timeout=_PATIENCE_SECONDS)
        try:
            holder.execute("SET lock_timeout = '1s'")
            holder.execute("LOCK TABLE pg_authid, pg_db_role_setting IN SHARE MODE")
        except psycopg.errors.LockNotAvailable:
            holder.close()
        else:
            self._holder = holder

    def _let_go(self) -> None:
        if self._holder is not None:
            self._holder.close()
            self._holder = None

    def _tell(self, login: str, what: str, details: str) -> None:
        """Say what a login did, once in a while: who does it over and over fills no log."""
        now = time.monotonic()
        if now - self._told_at.get((login, what), float("-inf")) > _QUIET_SECONDS:
            self._told_at[login, what] = now
            self._say(f"the login {login} {what}: {details}")


# A start, or a command of the operator's: readers who wait have been ended before this is asked.
_OTHERS_WAIT = """
    SELECT FROM pg_locks WHERE NOT granted
        AND relation IN ('pg_authid'::regclass, 'pg_db_role_setting'::regclass) LIMIT 1"""
