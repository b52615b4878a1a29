"""The logs of a home: their names and files, and how their size stays bounded."""

import os
import shutil
import time
from pathlib import Path

# A scheduler writes some 1 MB a day; two files of this size are three weeks of the longest log.
LARGEST_BYTES = 20 << 20
_DAY = 86_400


def log_files(home: Path) -> dict[str, Path]:
    """Return every log by name: `up`, `postgres`, and those of Airflow's processes and commands."""
    files = {"up": home / "logs" / "up.log", "postgres": _postgres_log(home)}
    files |= {file.stem: file for file in sorted((home / "airflow" / "processes").glob("*.log"))}
    return {name: file for name, file in files.items() if file.exists()}


def rotate(home: Path) -> list[str]:
    """Move the content of each large log to `NAME.log.1`; return the names of these logs.

    The programs keep the file open in append mode, so it is copied and truncated, never renamed.
    """
    large = {name: file for name, file in log_files(home).items() if file.stat().st_size > LARGEST_BYTES}
    for file in large.values():
        older = file.with_name(file.name + ".1")
        shutil.copyfile(file, older)
        older.chmod(0o600)
        os.truncate(file, 0)
    return [*large]


def prune_task_logs(root: Path, days: int) -> int:
    """Delete Airflow's logs of tasks older than so many days, and empty folders; return the number of files."""
    oldest, deleted = time.time() - days * _DAY, 0
    for folder, _, names in os.walk(root, topdown=False):
        for file in (Path(folder) / name for name in names):
            if not file.is_symlink() and file.stat().st_mtime < oldest:
                file.unlink()
                deleted += 1
        if Path(folder) != root and not any(Path(folder).iterdir()):
            Path(folder).rmdir()
    return deleted


def last_lines(file: Path, lines: int) -> str:
    """Return the last lines of a log."""
    with file.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - lines * 400))
        return "\n".join(stream.read().decode(errors="replace").splitlines()[-lines:])


def _postgres_log(home: Path) -> Path:
    pointer = home / "postgres" / "location"
    data = Path(pointer.read_text().strip()) if pointer.exists() else home / "postgres" / "data"
    return data.parent / "server.log"
