"""The real thing: the papers every night, in the foreground or detached, until somebody stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from crawler.configuration import Settings
from crawler.local.airflow import PORT, AirflowServer
from crawler.local.failure import LocalFailure
from crawler.local.home import Holder, holder_of, need_room, note, only_one, stop_signals
from crawler.local.housekeeping import Housekeeping
from crawler.local.services import Clock, Say, keep, services, stop_all
from crawler.outlets import nightly_outlets

# Stopping waits for running crawls (5 s), Airflow's processes (2 x 15 s) and PostgreSQL (60 s at most).
STOP_SECONDS = 120


class UpFailed(LocalFailure):
    """The detached start did not come up; the text holds its last words."""


def up(settings: Settings, say: Say) -> None:
    """Run everything until SIGINT or SIGTERM. Raises LocalFailure, UnknownOutlet."""
    nightly_outlets(settings.outlets)  # a key that is none is told now, not in Airflow's UI
    home, stopped, clock = Path(settings.home), threading.Event(), Clock()
    with ExitStack() as stack:
        stack.enter_context(stop_signals(stopped))
        stack.enter_context(only_one(home, "up"))
        need_room(home)
        (home / "logs").mkdir(exist_ok=True, mode=0o700)
        running = stack.enter_context(
            services(
                home,
                say,
                clock,
                environment=_for_tasks(settings),
                port=settings.ui_port,
                parallelism=settings.parallelism,
                backups=settings.backups,
            )
        )
        me = holder_of(home)
        assert me is not None
        note(home, replace(me, ready=True, ui=running.airflow.url))
        for line in _told(settings, running.airflow):
            say(line)
        say(f"up ({clock})")
        housekeeping = Housekeeping(home, running, say)
        stack.callback(housekeeping.stop)
        keep(running, stopped, say, housekeeping.glance)
        say("stopping …")
    say("stopped")


def detach(settings: Settings, say: Say) -> None:
    """Start `up` as a process of its own and return when everything is up. Raises UpFailed."""
    home = Path(settings.home)
    if found := holder_of(home):
        # The refusal is that of the lock, in the foreground: no second process, no log.
        with only_one(home, found.verb):
            pass
    log = home / "logs" / "up.log"
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    log.parent.mkdir(exist_ok=True, mode=0o700)
    with log.open("ab") as file:
        begin = file.tell()
        child = subprocess.Popen(
            [sys.executable, "-u", "-m", "crawler", "up", "--home", str(home), "--timestamps"],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
        )
    lines = _follow(log, begin)
    while not ((found := holder_of(home)) and found.pid == child.pid and found.ready):
        for line in lines():
            say(line)
        if child.poll() is not None:
            raise UpFailed(f"it did not come up; {log} ends:\n" + _tail(log, begin))
        time.sleep(0.2)
    for line in lines():
        say(line)
    say(f"Detached (pid {child.pid}); `baotinh status` and `baotinh down` know it, its log is {log}")


def down(home: Path, say: Say) -> bool:
    """Stop what runs on a home, or what a killed start left of it; False where there was nothing."""
    found = holder_of(home)
    if found:
        say(f"stopping {found.verb} (pid {found.pid}) …")
        _end(found)
    left = stop_all(home)
    for name in left:
        say(f"stopped what was left: {name}")
    if found:
        say("stopped")
    elif not left:
        say(f"nothing runs on {home}")
    return bool(found or left)


def _end(found: Holder) -> None:
    """Ask it to stop, and kill it where it hangs; one that its parent has not reaped yet has ended."""
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.kill(found.pid, number)
        deadline = time.monotonic() + seconds
        while found.lives() and time.monotonic() < deadline:
            time.sleep(0.1)
        if not found.lives():
            return


def _for_tasks(settings: Settings) -> dict[str, str]:
    """Return what the file may say and the tasks need: they see the environment and the home's own file only."""
    said = {
        "BAOTINH_CONTACT": settings.contact,
        "BAOTINH_SAMPLE_PRESS": settings.sample_press,
        "BAOTINH_DELAY": settings.delay,
        "BAOTINH_LOG_DAYS": settings.log_days,
        "BAOTINH_SCHEDULE_FROM": settings.schedule_from and settings.schedule_from.isoformat(),
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def _told(settings: Settings, airflow: AirflowServer) -> Iterator[str]:
    if settings.sample_press:
        yield f"A sample press at {settings.sample_press} answers instead of the papers"
    elif not settings.contact:
        yield "No contact is set: name a mail address or page in BAOTINH_CONTACT before the first night"
    if settings.ui_port is None and not airflow.url.endswith(f":{PORT}"):
        yield f"Port {PORT} was taken when the UI's port was chosen"
    yield "The nightly run is scheduled for 01:30, Việt Nam's time"
    # No password here: these lines are kept in a log.
    yield f"Airflow's UI: {airflow.url}  user {airflow.login()[0]}  password in {airflow.passwords}"


def _follow(log: Path, begin: int) -> Callable[[], list[str]]:
    """Return a function that gives the whole lines written since its last call."""
    place = [begin]

    def lines() -> list[str]:
        with log.open("rb") as file:
            file.seek(place[0])
            said = file.read()
        whole = said[: said.rfind(b"\n") + 1]
        place[0] += len(whole)
        return whole.decode(errors="replace").splitlines()

    return lines


def _tail(log: Path, begin: int) -> str:
    with log.open("rb") as file:
        file.seek(max(begin, os.fstat(file.fileno()).st_size - 3000))
        return file.read().decode(errors="replace").strip()
