"""The doctor's check of logins: whether every reader has its own password and limits, and nobody else may read."""

from contextlib import closing
from pathlib import Path

from crawler.configuration import Settings
from crawler.database import connect
from crawler.local.doctor.finding import Findings, fault, ok
from crawler.local.logins import roles
from crawler.local.postgres import PostgresServer

_SET_BACK = "`baotinh up` sets it back within seconds while it runs, and at each start; ask who did it"


def check_logins(settings: Settings) -> Findings:
    """Compare the readers' roles with what they have to be; a server of the operator's own is not looked at."""
    server = PostgresServer(Path(settings.home))
    if settings.database_url or not server.is_running():
        return
    logins = server.logins()
    with closing(connect(server.admin_url())) as admin:
        changed = {login.name: [*roles.differences_of(admin, login)] for login in logins}
        strangers = roles.strangers(admin, [login.name for login in logins])
    for name, differences in changed.items():
        for difference in differences:
            yield fault("logins", f"{name}: {difference}", _SET_BACK)
    for name in strangers:
        message = f"{name} may read, and `baotinh analyst` did not make it"
        yield fault("logins", message, f"ask who made it; `baotinh analyst remove {name}` ends it")
    if not any(changed.values()) and not strangers:
        yield ok("logins", f"{len(logins)} with their own passwords and limits")
