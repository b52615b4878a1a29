"""A command as a container has it: another user without rights, a root file system that is read-only, its own /tmp."""

import os
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

UID = 1000
_WITHOUT_RIGHTS = f"setpriv --reuid={UID} --regid={UID} --clear-groups --no-new-privs --bounding-set=-all"


@cache
def can_be_made() -> bool:
    """Return True if this process may make a mount namespace of its own, as root may on most machines."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0


def unprivileged(words: list[str], writable: Path) -> list[str]:
    """Return the command that runs `words` as UID with one folder to write in and nothing else."""
    folder = shlex.quote(str(writable))
    steps = [
        *_reachable_interpreter(),
        f"mount --bind {folder} {folder}",
        "mount -t tmpfs -o mode=1777 tmpfs /tmp",
        "mount -o remount,bind,ro /",
        f'exec {_WITHOUT_RIGHTS} "$@"',
    ]
    return ["unshare", "-m", "sh", "-ec", "\n".join(steps), "sh", *words]


def _reachable_interpreter() -> list[str]:
    """Return the steps that put this Python where UID reaches it, if it lies in a home that is closed to others."""
    python = Path(sys.base_prefix).resolve()
    closed = next((p for p in reversed(python.parents) if not p.stat().st_mode & 0o001), None)
    if closed is None:
        return []
    home, inside = shlex.quote(str(closed)), shlex.quote(str(python))
    return [
        "mount -t tmpfs -o mode=755 tmpfs /mnt",
        "mkdir /mnt/python",
        f"mount --bind {inside} /mnt/python",
        f"mount -t tmpfs -o mode=755 tmpfs {home}",
        f"mkdir -p {inside}",
        f"mount --bind /mnt/python {inside}",
    ]
