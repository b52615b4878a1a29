"""`baotinh up` and `down`: the papers every night, in the foreground or detached, until somebody stops it."""

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

from crawler.alerts.receivers import read_receivers
from crawler.archive import Archive
from crawler.configuration import Settings
from crawler.local.airflow import PORT, AirflowServer
from crawler.local.alarms import Alarms
from crawler.local.failure import LocalFailure
from crawler.local.home import Holder, hold_home, holder_of, require_free_space, stop_signals, write_holder
from crawler.local.housekeeping import Housekeeping
from crawler.local.logins.guard import Guard
from crawler.local.numbers import serve_numbers
from crawler.local.scheduled_backup import ScheduledBackup
from crawler.local.services import Say, Stopwatch, services, stop_leftovers
from crawler.local.supervisor import ServiceDied, supervise
from crawler.outlets import nightly_outlets

# Stopping waits for running crawls (5 s), Airflow's processes (2 x 15 s) and PostgreSQL (60 s at most).
STOP_SECONDS = 120


class UpFailed(LocalFailure):
    """The detached start failed; the text holds the end of its log."""


def up(settings: Settings, say: Say) -> None:
    """Run everything until SIGINT or SIGTERM. Raises LocalFailure, UnknownOutlet, BadConfiguration."""
    nightly_outlets(settings.outlets)  # an unknown key fails now, not later in Airflow
    read_receivers(settings.alert_to)  # and so does a wrong address
    home, stopped, stopwatch = Path(settings.home), threading.Event(), Stopwatch()
    with ExitStack() as stack:
        stack.enter_context(stop_signals(stopped))
        stack.enter_context(hold_home(home, "up"))
        require_free_space(home)
        (home / "logs").mkdir(exist_ok=True, mode=0o700)
        Archive(home / "archive").make_root()
        if settings.metrics_port:
            stack.enter_context(serve_numbers(settings, "127.0.0.1", settings.metrics_port, say))
        running = stack.enter_context(
            services(
                home,
                say,
                stopwatch,
                environment=_task_environment(settings),
                port=settings.ui_port,
                web_port=settings.web_port,
                parallelism=settings.parallelism,
                backups=settings.backups,
            )
        )
        holder = holder_of(home)
        assert holder is not None
        write_holder(home, replace(holder, ready=True, ui=running.airflow.url))
        for line in _start_messages(settings, running.airflow):
            say(line)
        say(f"up ({stopwatch})")
        housekeeping = Housekeeping(home, running, say)
        stack.callback(housekeeping.stop)
        backups, alarms = ScheduledBackup(settings, running, say), Alarms(settings, running.airflow, say)
        stack.callback(backups.stop)
        stack.callback(alarms.stop)
        guard: Guard | None = None
        if server := running.databases.server:
            guard = Guard(server.admin_url, lambda _: server.logins(), say)
            stack.callback(guard.stop)

        def do_due_work() -> None:
            if guard:
                guard.do_due_work()
            housekeeping.do_due_work()
            backups.do_due_work()
            alarms.do_due_work()

        try:
            supervise(running, stopped, say, do_due_work, alarms.server_ended)
        except ServiceDied as reason:
            alarms.up_gives_up(str(reason))
            raise
        say("stopping …")
    say("stopped")


def detach(settings: Settings, say: Say) -> None:
    """Start `up` as a separate process and return when everything is up. Raises HomeBusy, UpFailed."""
    home = Path(settings.home)
    if holder := holder_of(home):
        # hold_home raises HomeBusy here, before a second process or a log is made.
        with hold_home(home, holder.verb):
            pass
    log = home / "logs" / "up.log"
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    log.parent.mkdir(exist_ok=True, mode=0o700)
    with log.open("ab") as file:
        start = file.tell()
        child = subprocess.Popen(
            [sys.executable, "-P", "-u", "-m", "crawler", "up", "--home", str(home), "--timestamps"],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
        )
    read_new_lines = _new_lines_reader(log, start)
    while not ((holder := holder_of(home)) and holder.pid == child.pid and holder.ready):
        for line in read_new_lines():
            say(line)
        if child.poll() is not None:
            raise UpFailed(f"it did not come up; {log} ends:\n" + _end_of_log(log, start))
        time.sleep(0.2)
    for line in read_new_lines():
        say(line)
    say(f"Detached (pid {child.pid}); `baotinh status` and `baotinh down` know it, its log is {log}")


def down(home: Path, say: Say) -> bool:
    """Stop what runs on a home, or what a killed start left running; return False if there was nothing."""
    holder = holder_of(home)
    if holder:
        say(f"stopping {holder.verb} (pid {holder.pid}) …")
        _end_process(holder)
    leftovers = stop_leftovers(home)
    for name in leftovers:
        say(f"stopped what was left: {name}")
    if holder:
        say("stopped")
    elif not leftovers:
        say(f"nothing runs on {home}")
    return bool(holder or leftovers)


def _end_process(holder: Holder) -> None:
    """Ask the process to stop, and kill it if it hangs; a zombie counts as ended."""
    for number, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.kill(holder.pid, number)
        deadline = time.monotonic() + seconds
        while holder.is_alive() and time.monotonic() < deadline:
            time.sleep(0.1)
        if not holder.is_alive():
            return


def _task_environment(settings: Settings) -> dict[str, str]:
    """Return as variables what the tasks need of a settings file: they read only the one in the home."""
    values = {
        "BAOTINH_CONTACT": settings.contact,
        "BAOTINH_ALERT_TO": settings.alert_to,
        "BAOTINH_ALERT_ON": settings.alert_on,
        "BAOTINH_ALERT_LANGUAGE": settings.alert_language,
        "BAOTINH_HEARTBEAT_URL": settings.heartbeat_url,
        "BAOTINH_SAMPLE_PRESS": settings.sample_press,
        "BAOTINH_DELAY": settings.delay,
        "BAOTINH_LOG_DAYS": settings.log_days,
        "BAOTINH_NIGHT_AT": settings.night_at,
        "BAOTINH_SCHEDULE_FROM": settings.schedule_from and settings.schedule_from.isoformat(),
    }
    return {name: str(value) for name, value in values.items() if value is not None}


def _start_messages(settings: Settings, airflow: AirflowServer) -> Iterator[str]:
    if settings.sample_press:
        yield f"A sample press at {settings.sample_press} answers instead of the papers"
    elif not settings.contact:
        yield "No contact is set: name a mail address or page in BAOTINH_CONTACT before the first night"
    if settings.ui_port is None and not airflow.url.endswith(f":{PORT}"):
        yield f"Port {PORT} was taken when the UI's port was chosen"
    yield f"The nightly run is scheduled for {' and '.join(settings.night_times)}, Việt Nam's time"
    # No password here: these lines go to a log.
    yield f"Airflow's UI: {airflow.url}  user {airflow.login()[0]}  password in {airflow.passwords}"


def _new_lines_reader(log: Path, start: int) -> Callable[[], list[str]]:
    """Return a function that returns the complete lines that were written since its last call."""
    position = [start]

    def read_new_lines() -> list[str]:
        with log.open("rb") as file:
            file.seek(position[0])
            new = file.read()
        complete = new[: new.rfind(b"\n") + 1]
        position[0] += len(complete)
        return complete.decode(errors="replace").splitlines()

    return read_new_lines


def _end_of_log(log: Path, start: int) -> str:
    with log.open("rb") as file:
        file.seek(max(start, os.fstat(file.fileno()).st_size - 3000))
        return file.read().decode(errors="replace").strip()
