"""The guard of a server of several: what `up` does for the embedded server, as a service beside PostgreSQL."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from crawler.local.logins import roles
from crawler.local.logins.guard import Guard
from crawler.local.logins.login import Login
from crawler.local.logins.roles import Connection
from crawler.local.server_roles import shared_login, superuser_url

_SECONDS = 2  # between two looks, as in `up`


def guard_server(
    folder: Path, alive: Path, say: Callable[[str], None], stopped: threading.Event, *, analyst_text: bool
) -> None:
    """Look at the server's readers until stopped; `alive` is touched at each look. Raises LocalFailure.

    Who has a login of `analyst.sql` keeps the password that the operator gave; the limits are set back.
    """
    shared = shared_login(folder, analyst_text=analyst_text)

    def logins(connection: Connection) -> Sequence[Login]:
        return [shared, *roles.people(connection, [shared.name])]

    url = superuser_url(folder)("baotinh")
    guard = Guard(lambda: url, logins, say, sees_processes=False)
    try:
        while not stopped.wait(_SECONDS):
            guard.do_due_work()
            alive.touch()
    finally:
        guard.stop()
