"""The people who may log in: one login each, in a private file of the home, from which the roles are made."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from crawler.local.failure import LocalFailure
from crawler.local.logins.login import PERSONAL_DEFAULTS, Login
from crawler.local.logins.scram import verifier_of
from crawler.local.private import write_private

FILE = "analysts.json"
# The login of the machine itself, which is nobody's own.
SHARED = "analyst"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
# Roles and schemas of ours and of PostgreSQL: a person's login, or own schema, of such a name would be taken for it.
_TAKEN = re.compile(r"(pg_.*|baotinh.*|airflow|analyst|postgres|public|news|ops|internal|information_schema|none)")


class BadAnalyst(LocalFailure):
    """A login cannot be made, or is not there; the text says what to do."""


class Analyst(msgspec.Struct, frozen=True, kw_only=True):
    """One person's login; `verifier` proves the password, which nobody keeps. `may_build`: has a schema of its own."""

    name: str
    verifier: str
    full_text: bool
    may_build: bool
    added_at: str

    def login(self) -> Login:
        """Return the login that the server is to have."""
        # Who builds writes: dbt and BI tools do not ask for a read-write transaction.
        settings = {**PERSONAL_DEFAULTS, "default_transaction_read_only": "off" if self.may_build else "on"}
        return Login(self.name, self.verifier, self.full_text, settings=settings, schema=self.may_build)


class AnalystFile:
    """The file of all people's logins; mode 0600."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def read(self) -> list[Analyst]:
        """Return all people's logins by name. Raises BadAnalyst for a file that somebody damaged."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=list[Analyst])
        except FileNotFoundError:
            return []
        except msgspec.MsgspecError as error:
            raise BadAnalyst(
                f"{self._path} cannot be read ({error}): bring it back from a copy, or delete it"
            ) from None

    def get(self, name: str) -> Analyst:
        """Return one person's login. Raises BadAnalyst where there is none."""
        analysts = {one.name: one for one in self.read()}
        if name not in analysts:
            raise BadAnalyst(f"there is no login {name}; there are: {', '.join(analysts) or 'none yet'}")
        return analysts[name]

    def keep(self, analyst: Analyst) -> None:
        """Add a login, or replace the one of its name."""
        self._write([*(one for one in self.read() if one.name != analyst.name), analyst])

    def forget(self, name: str) -> None:
        """Leave a login out from now on."""
        self._write([one for one in self.read() if one.name != name])

    def _write(self, analysts: list[Analyst]) -> None:
        by_name = sorted(analysts, key=lambda one: one.name)
        write_private(self._path, msgspec.json.format(msgspec.json.encode(by_name)).decode() + "\n")


def new_analyst(name: str, *, full_text: bool, may_build: bool) -> tuple[Analyst, str]:
    """Return a new login and its password. Raises BadAnalyst for a name that no login can have."""
    if not _NAME.fullmatch(name) or _TAKEN.fullmatch(name):
        raise BadAnalyst(
            f"{name!r} cannot be a login: 1 to 31 small letters a-z, digits and _, a letter first, and no name of ours"
        )
    password = new_password()
    added_at = datetime.now(UTC).isoformat(timespec="seconds")
    verifier = verifier_of(password)
    return Analyst(name=name, verifier=verifier, full_text=full_text, may_build=may_build, added_at=added_at), password


def new_password() -> str:
    """Return a password of 144 random bits, of letters that stand in an address as they are."""
    return secrets.token_urlsafe(18)
