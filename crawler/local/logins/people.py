"""Adding, removing and renewing the logins of people, on the running embedded server of a home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import msgspec
import psycopg

from crawler.local.logins import roles
from crawler.local.logins.analysts import SHARED, AnalystFile, BadAnalyst, new_analyst, new_password
from crawler.local.logins.roles import Connection
from crawler.local.logins.scram import verifier_of


@dataclass(frozen=True)
class People:
    """The people's logins of one server: `url` is its superuser's, in the database that they read."""

    url: str
    file: AnalystFile

    def add(self, name: str, *, full_text: bool, may_build: bool) -> str:
        """Make a login and return its password, which is kept nowhere. Raises BadAnalyst."""
        analyst, password = new_analyst(name, full_text=full_text, may_build=may_build)
        with self._alone() as connection:
            if any(one.name == name for one in self.file.read()):
                raise BadAnalyst(f"{name} has a login already: `baotinh analyst rotate {name}` gives it a new password")
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None:
                raise BadAnalyst(f"the server has a role {name} that baotinh did not make: choose another name")
            # The file first: a role that it does not name would be nobody's.
            self.file.keep(analyst)
            roles.ensure_login(connection, analyst.login())
            roles.ensure_schema(connection, analyst.login())
        return password

    def rotate(self, name: str) -> str:
        """Give a login a new password, end its sessions, and return the password. Raises BadAnalyst."""
        password = new_password()
        with self._alone() as connection:
            analyst = msgspec.structs.replace(self.file.get(name), verifier=verifier_of(password))
            self.file.keep(analyst)
            roles.ensure_login(connection, analyst.login())
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [name])
        return password

    def remove(self, name: str, *, with_tables: bool) -> list[str]:
        """End a login and its sessions; return what of its own was dropped with it. Raises BadAnalyst."""
        with self._alone() as connection:
            # Who may read and is in no file was made by hand, and ends like the others.
            if name not in roles.strangers(connection, [SHARED]):
                self.file.get(name)
            owned = roles.owned_by(connection, name)
            if owned and not with_tables:
                raise BadAnalyst(
                    f"{name} owns {len(owned)} tables, views or functions ({', '.join(owned[:5])}"
                    f"{', …' if len(owned) > 5 else ''}): copy what is wanted, then add --with-tables to drop them too"
                )
            roles.drop_login(connection, name)
            self.file.forget(name)
        return owned

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """Connect as the superuser, keep others from changing roles, and commit all or nothing."""
        admin = psycopg.connect(self.url, autocommit=True, connect_timeout=10)
        with closing(admin) as connection, connection.transaction():
            roles.one_at_a_time(connection)
            yield connection
