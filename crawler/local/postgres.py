"""The embedded PostgreSQL of one machine: initialised once, on 127.0.0.1 with passwords, reused at the next start."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from crawler.local.logins.analysts import AnalystFile
from crawler.local.logins.databases import AIRFLOW, LOADER, OWNER, WRITERS, ensure_roles_and_databases
from crawler.local.logins.login import DEFAULTS, SHARED_CONNECTIONS, Login
from crawler.local.ports import free_port
from crawler.local.postgres_failure import PostgresBeyondHelp, PostgresFailed, advice_for, end_of_log
from crawler.local.private import write_private
from crawler.local.server_account import SHARED_STATE, ServerAccount

# The superuser only makes the roles and databases at each start.
SUPERUSER, ANALYST = "postgres", "analyst"
# The builtin locale makes lower('Đ') and ILIKE right without ICU; -k keeps page checksums.
INITDB_FLAGS = (
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--locale=C",
    "--encoding=UTF8",
    "--auth-host=scram-sha-256",
    "--auth-local=peer",
    "-k",
)
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    # No socket file: its path may be longer than the 107 bytes that a socket path may have.
    "unix_socket_directories": "''",
    # Of 100; Airflow and eight tasks hold some 25. Readers cannot take them.
    "reserved_connections": "30",
    # 8 MB instead of 8 GB of disk, which any login could fill with NOTIFY, and nobody listens here.
    "max_notify_queue_pages": "1024",
}
START_SECONDS = 60
_UNFINISHED = "data-part-"
# Errors of a statement while the same statement of a killed start still runs in the server.
_RACE_ERRORS = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.DuplicateDatabase,
    psycopg.errors.DuplicateObject,
    psycopg.errors.InternalError,
)


class PostgresServer:
    """The PostgreSQL server of one home; its passwords are in files of mode 0600."""

    def __init__(self, home: Path, *, analyst_text: bool = True) -> None:
        self.analyst_text = analyst_text
        self.home = home.expanduser().absolute()
        self.folder = self.home / "postgres"
        self.started_here = False
        self._account = ServerAccount()

    def start(self) -> str:
        """Start the server if it does not run; return the owner's URL of database `baotinh`. Raises PostgresFailed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.data.exists():
            self._initialise()
        self._refuse_foreign_folder()
        deadline = time.monotonic() + START_SECONDS
        while True:
            if not self.is_running():
                self._launch()
            try:
                self._ensure_databases()
                return self.url
            except psycopg.errors.DiskFull as error:
                raise PostgresBeyondHelp(f"{error}{advice_for('No space left on device')}") from None
            except (psycopg.OperationalError, *_RACE_ERRORS) as error:
                self._refuse_foreign_passwords(error)
                # A server that already ran may still recover from a crash, or be shutting down.
                if time.monotonic() > deadline:
                    raise PostgresFailed(f"PostgreSQL does not answer: {error}\n{end_of_log(self.log)}") from None
                time.sleep(0.2)

    def stop(self) -> None:
        """Stop the server of this home, whoever started it; do nothing if none runs."""
        if self.is_running():
            self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(START_SECONDS))
        self.started_here = False

    def destroy(self) -> None:
        """Stop the server and delete its data, passwords and port."""
        if not self.folder.exists():
            return
        self.stop()
        if self.data.parent.parent == SHARED_STATE:
            shutil.rmtree(self.data.parent)
        shutil.rmtree(self.folder)

    def is_running(self) -> bool:
        """Return True if a live postmaster owns this data folder; a reused process id does not count."""
        pid = self._postmaster_pid()
        if pid is None:
            return False
        try:
            process = psutil.Process(pid)
            # Its arguments are checked too: after a reboot the pid may belong to another PostgreSQL.
            return (
                process.name().startswith("postgres")
                and str(self.data) in process.cmdline()
                and process.status() != psutil.STATUS_ZOMBIE
            )
        except psutil.Error:
            return False

    @property
    def url(self) -> str:
        """Return the owner's URL of database `baotinh`."""
        return self._url(OWNER, OWNER)

    @property
    def loader_url(self) -> str:
        """Return the URL of database `baotinh` for the tasks, which may write rows but not create tables."""
        return self._url(LOADER, OWNER)

    @property
    def airflow_url(self) -> str:
        """Return the URL of Airflow's metadata database, with the role `airflow`."""
        return self._url(AIRFLOW, AIRFLOW)

    @property
    def analyst_url(self) -> str:
        """Return the URL of database `baotinh` for the read-only role `analyst`."""
        return self._url(ANALYST, OWNER)

    @property
    def port(self) -> int:
        """Return the remembered port of the server on 127.0.0.1; 0 before its first start."""
        with suppress(OSError, ValueError, IndexError):
            if self.is_running():
                return int((self.data / "postmaster.pid").read_text().splitlines()[3])
        with suppress(OSError, ValueError):
            return int((self.folder / "port").read_text())
        return 0

    @property
    def log(self) -> Path:
        """Return the server's log file."""
        return self.data.parent / "server.log"

    @cached_property
    def data(self) -> Path:
        """Return the data folder: in the home, or in SHARED_STATE if the server's user cannot reach root's home."""
        pointer = self.folder / "location"
        if pointer.exists():
            return Path(pointer.read_text().strip())
        if self._account.user is None or self._account.can_read(self.folder):
            return self.folder / "data"
        data = SHARED_STATE / f"postgres-{secrets.token_hex(6)}" / "data"
        write_private(pointer, f"{data}\n")
        return data

    def _initialise(self) -> None:
        """Make the data folder under another name, then rename it: a killed start leaves no unfinished data folder."""
        parent = self.data.parent
        parent.mkdir(parents=True, exist_ok=True)
        for leftover in parent.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        unfinished = Path(tempfile.mkdtemp(dir=parent, prefix=_UNFINISHED))
        with tempfile.NamedTemporaryFile("w", dir=parent, prefix="pw-") as password:
            password.write(self._password(SUPERUSER))
            password.flush()
            for path in (unfinished, Path(password.name)):
                self._account.own(path)
            self._account.run(
                "initdb", "-D", str(unfinished), "-U", SUPERUSER, f"--pwfile={password.name}", *INITDB_FLAGS
            )
        unfinished.rename(self.data)

    def _refuse_foreign_folder(self) -> None:
        try:
            data_version = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            raise PostgresBeyondHelp(
                f"{self.data} is no data folder of PostgreSQL, and nothing in it was touched: "
                "move it away, or give another --home."
            ) from None
        match = re.search(r"(\d+)\.", self._account.run("postgres", "--version"))
        if match and match[1] != data_version:
            raise PostgresBeyondHelp(
                f"{self.data} was written by PostgreSQL {data_version}, and this installation has {match[1]}: "
                "restore a backup into a new --home, or install the old version again."
            )

    def _refuse_foreign_passwords(self, error: psycopg.Error) -> None:
        if any(phrase in str(error) for phrase in ("authentication failed", "pg_hba.conf")):
            self.stop()
            raise PostgresBeyondHelp(
                f"{self.data} holds the data of another installation: the passwords in {self.folder} do not open it. "
                "Put its *.password files there too, or move the folder away and restore a backup."
            ) from None

    def _launch(self) -> None:
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        write_private(self.folder / "port", f"{free_port([self.port] if self.port else [])}\n")
        # Statements that failed stand in it, with what analysts asked for.
        self.log.touch(mode=0o600)
        self.log.chmod(0o600)
        self._account.own(self.log)
        deadline = time.monotonic() + START_SECONDS
        while True:
            old_log_size = self.log.stat().st_size
            options = " ".join(f"-c {name}={value}" for name, value in [*_OPTIONS.items(), ("port", self.port)])
            try:
                self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), "-o", options)
                break
            except PostgresFailed as failure:
                log = end_of_log(self.log, self.log.stat().st_size - old_log_size)
                if "could not bind" in log:
                    write_private(self.folder / "port", f"{free_port([])}\n")
                # After a kill -9 of the postmaster its children need a moment to release the shared memory.
                elif "still in use" not in log or time.monotonic() > deadline:
                    advice = advice_for(log)
                    kind = PostgresBeyondHelp if advice or isinstance(failure, PostgresBeyondHelp) else PostgresFailed
                    raise kind(f"PostgreSQL did not start on {self.data}: {failure}\n{log}{advice}") from failure
                time.sleep(0.3)
        self.started_here = True

    def _ensure_databases(self) -> None:
        passwords = {role: self._password(role) for role in WRITERS}
        ensure_roles_and_databases(self.admin_url, passwords, self.logins())

    def logins(self) -> list[Login]:
        """Return all logins that read: the shared one of this machine, and those of people."""
        shared = Login(ANALYST, self._password(ANALYST), self.analyst_text, SHARED_CONNECTIONS, DEFAULTS)
        return [shared, *(analyst.login() for analyst in self.analysts.read())]

    @property
    def analysts(self) -> AnalystFile:
        """Return the file of the people who may log in."""
        return AnalystFile(self.folder)

    def admin_url(self, database: str = "postgres") -> str:
        """Return the superuser's URL, which only makes and repairs roles and databases."""
        return self._url(SUPERUSER, database)

    def url_for(self, name: str, password: str) -> str:
        """Return the URL of database `baotinh` for a login whose password is kept nowhere."""
        return f"postgresql://{name}:{quote(password)}@127.0.0.1:{self.port}/{OWNER}"

    def _postmaster_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _password(self, role: str) -> str:
        path = self.folder / f"{role}.password"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(18) + "\n")
        return path.read_text().strip()

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{quote(self._password(role))}@127.0.0.1:{self.port}/{database}"

    def _pg_ctl(self, verb: str, *arguments: str) -> None:
        self._account.run("pg_ctl", verb, "-D", str(self.data), *arguments)
