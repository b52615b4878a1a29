"""The doctor's check of logins: whether every reader has its own password and limits, and nobody else may read."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from crawler.configuration import Settings
from crawler.database import connect
from crawler.local.doctor.finding import Findings, fault, ok
from crawler.local.logins import roles
from crawler.local.logins.analysts import SHARED
from crawler.local.logins.login import DEFAULTS, SHARED_CONNECTIONS, Login
from crawler.local.logins.roles import Connection
from crawler.local.postgres import PostgresServer

_SET_BACK = "`baotinh up` sets it back within seconds while it runs, and at each start; ask who did it"

_GUARD = "the service `guard` sets it back within seconds: `docker compose ps guard`; ask who did it"
_SHARED = Login(SHARED, "", True, SHARED_CONNECTIONS, DEFAULTS)


def check_logins(settings: Settings) -> Findings:
    """Compare the readers' roles with what they have to be."""
    server = PostgresServer(Path(settings.home))
    if settings.database_url:
        yield from _check_limits(settings.database_url)
    elif server.is_running():
        with closing(connect(server.admin_url())) as admin:
            yield from _check_roles(admin, server.logins())


def _check_roles(admin: Connection, logins: Sequence[Login]) -> Findings:
    changed = {login.name: [*roles.differences_of(admin, login)] for login in logins}
    strangers = roles.strangers(admin, [login.name for login in logins])
    for name in strangers:
        message = f"{name} may read, and `baotinh analyst` did not make it"
        yield fault("logins", message, f"ask who made it; `baotinh analyst remove {name}` ends it")
    yield from _differences(changed, _SET_BACK)
    if not any(changed.values()) and not strangers:
        yield ok("logins", f"{len(logins)} with their own passwords and limits")


def _check_limits(url: str) -> Findings:
    """Compare the limits on a server of the operator's own, whose passwords our login cannot see."""
    with closing(connect(url)) as connection:
        names = roles.readers(connection)
        logins = [_SHARED if name == SHARED else Login(name, "", full_text=True) for name in names]
        changed = {login.name: [*roles.limits_that_differ(connection, login)] for login in logins}
    yield from _differences(changed, _GUARD)
    if names and not any(changed.values()):
        yield ok("logins", f"{len(names)} with their limits")


def _differences(changed: Mapping[str, Sequence[str]], advice: str) -> Findings:
    for name, differences in changed.items():
        for difference in differences:
            yield fault("logins", f"{name}: {difference}", advice)
