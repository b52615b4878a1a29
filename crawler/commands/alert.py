"""The command that tells somebody: a night, a late night, a state of the machine, or a test."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands.terminal import Home, fail

if TYPE_CHECKING:
    import psycopg

    from crawler.alerts import Message
    from crawler.alerts.receivers import Receiver
    from crawler.configuration import Settings

commands = typer.Typer()

# A machine without a database must still tell that it has none.
MACHINE_KINDS = ("services", "disk", "backup")


@commands.command()
def alert(  # noqa: PLR0917 - typer hands each option over by itself
    keys: Annotated[
        list[str] | None, typer.Argument(help="Outlets that the run should have crawled (default: the night's).")
    ] = None,
    run: Annotated[str, typer.Option("--run", help="Tell how this run ended, if BAOTINH_ALERT_ON wants it.")] = "",
    late: Annotated[str, typer.Option("--late", help="Tell that this run is not done in time.")] = "",
    failed: Annotated[
        list[str] | None, typer.Option("--failed", help="With --run: a step of the night that failed (repeatable).")
    ] = None,
    about: Annotated[
        str, typer.Option("--about", help="Tell of a state of the machine: services, disk or backup.")
    ] = "",
    text: Annotated[str, typer.Option("--text", help="With --about: what was seen, and what to do.")] = "",
    test: Annotated[bool, typer.Option("--test", help="Send a test message to each address, once.")] = False,
    home: Home = None,
) -> None:
    """Send the message of a night (the DAG does it), and whatever could not be delivered before.

    A run gets one message of each kind, however often this is repeated. Exit status 1: a message is not delivered, or
    the heartbeat is not taken.
    """
    from crawler.alerts.receivers import read_receivers
    from crawler.configuration import read_configuration

    settings = read_configuration(home).settings
    receivers = read_receivers(settings.alert_to)
    if test:
        _send_test(settings, receivers)
    elif about:
        _tell_machine(settings, receivers, about, text)
    else:
        _tell_night(settings, receivers, run=run, late=late, keys=keys, failed=failed or [])


def _send_test(settings: "Settings", receivers: "list[Receiver]") -> None:
    from crawler.alerts import sample_message, words_of

    if not receivers:
        fail("there is nobody to tell: set BAOTINH_ALERT_TO to addresses (docs/operator.md)")
    failures = 0
    for receiver in receivers:
        failure = receiver.send(sample_message(words_of(settings.alert_language)))
        typer.echo(f"not taken by {failure}" if failure else f"taken by {receiver}")
        failures += bool(failure)
    if failures:
        fail(f"{failures} of {len(receivers)} addresses did not take the test message")


def _tell_machine(settings: "Settings", receivers: "list[Receiver]", about: str, text: str) -> None:
    from crawler.alerts import keep_aside, machine_message, send_directly, words_of
    from crawler.database import DatabaseDown

    if about not in MACHINE_KINDS:
        fail(f"--about must be one of {', '.join(MACHINE_KINDS)}", status=2)
    message = machine_message(about, text, words_of(settings.alert_language))  # type: ignore[arg-type]
    if not receivers:
        typer.echo("nobody is told: BAOTINH_ALERT_TO is not set")
        return
    try:
        with _database(settings) as conn:
            failures = _record_and_send(conn, settings, receivers, message)
    except DatabaseDown:
        failures = send_directly(message, receivers)
        if failures:
            keep_aside(Path(settings.home), message)
    _end(failures)


def _tell_night(
    settings: "Settings",
    receivers: "list[Receiver]",
    *,
    run: str,
    late: str,
    keys: list[str] | None,
    failed: list[str],
) -> None:
    from crawler.alerts import is_complete, is_due, late_message, night_message, words_of
    from crawler.outlets import nightly_outlets
    from crawler.pipeline.check import report_night

    words, message, complete = words_of(settings.alert_language), None, False
    with _database(settings) as conn:
        if run:
            summary = report_night(conn, run, keys, settings.outlets)
            message = night_message(summary, words, failed) if is_due(summary, settings.alert_on, failed) else None
            complete = is_complete(summary, [*nightly_outlets(settings.outlets)])
        elif late:
            message = late_message(report_night(conn, late, keys, settings.outlets), words)
        if not receivers:
            typer.echo("nobody is told: BAOTINH_ALERT_TO is not set")
        elif run and not message:
            typer.echo(f"{run}: nothing to tell (BAOTINH_ALERT_ON is {settings.alert_on})")
        failures = _record_and_send(conn, settings, receivers, message) if receivers else []
    # Not after a failure: the watcher's alarm is then the only one that reaches anybody.
    if complete and settings.heartbeat_url and not failures:
        _heartbeat(settings.heartbeat_url)
    _end(failures)


def _database(settings: "Settings") -> "psycopg.Connection":
    from crawler.database import connect
    from crawler.local.status import data_url

    return connect(data_url(settings))


def _record_and_send(
    conn: "psycopg.Connection", settings: "Settings", receivers: "list[Receiver]", message: "Message | None"
) -> list[str]:
    from crawler.alerts import record, send_undelivered

    if message and not record(conn, message):
        typer.echo(f"{message.run_id}: was told already")
    return send_undelivered(conn, receivers, Path(settings.home), typer.echo)


def _heartbeat(url: str) -> None:
    from crawler.alerts import HeartbeatFailed, call_heartbeat

    try:
        call_heartbeat(url)
    except HeartbeatFailed as error:
        fail(str(error))
    typer.echo("the heartbeat was taken")


def _end(failures: list[str]) -> None:
    if failures:
        fail(f"not delivered: {'; '.join(failures)}; it is sent again with the next message (`baotinh doctor`)")
