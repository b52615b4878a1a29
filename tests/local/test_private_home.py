"""What another user of the machine can do with a home: not hold its locks, not read what is in it."""

import fcntl
import os
import stat
from pathlib import Path

import pytest

from crawler.archive import Archive, WarcWriter
from crawler.local.home import HomeBusy, hold_home
from crawler.warehouse.takedown.archive_list import Takedown, add_takedown, listed_takedowns

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def as_nobody_opens(path: Path) -> bool:
    """Return True if a process of the user nobody can open, and so lock, this file."""
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home whose folder others may enter, as that of root's PostgreSQL has to be."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    return tmp_path / "home"


def test_the_lock_is_in_a_folder_that_nobody_else_enters(home: Path) -> None:
    with hold_home(home, "up"):
        assert mode(home / "locks") == 0o700
        with pytest.raises(HomeBusy, match="it already runs"), hold_home(home, "up"):
            pass
    (home / "locks").chmod(0o755)
    with hold_home(home, "up"):
        assert mode(home / "locks") == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_opens_neither_lock_nor_archive_nor_takedowns(home: Path) -> None:
    open_to_all = home.parent / "open"
    open_to_all.write_text("")
    assert as_nobody_opens(open_to_all)
    with hold_home(home, "up"):
        archive = Archive(home / "archive")
        writer = WarcWriter(archive, "baoangiang", "run-1")
        add_takedown(archive, Takedown("url", 1, "asked by Lan Anh", "2026-11-30T00:00:00+00:00"))
        [open_file] = archive.root.glob("warc/*/*.open")
        for path in (home / "locks" / "home", open_file, archive.root / "suppression.jsonl"):
            assert path.exists()
            assert not as_nobody_opens(path)
        writer.seal()


def test_an_archive_of_an_earlier_version_is_closed_with_the_next_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.root.mkdir(mode=0o755)
    list_ = archive.root / "suppression.jsonl"
    list_.write_text('{"scope":"url","key_hash":1,"reason":"x","at":"2026-11-30"}\nhalf')
    list_.chmod(0o644)
    add_takedown(archive, Takedown("url", 2, "y", "2026-11-30"))
    assert (mode(archive.root), mode(list_)) == (0o700, 0o600)
    assert [takedown.key_hash for takedown in listed_takedowns(archive)] == [1, 2]
