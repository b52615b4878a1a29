"""The outbox: every message is a row of `ops.alert` before it is sent, and stays undelivered until all took it.

A message is recorded once a run and kind, so a step that runs again sends no second one. What could not be delivered is
sent on the next occasion. Where no database answers, a file in the home keeps the message until one does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import psycopg
from psycopg.rows import class_row
from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_exponential

from crawler.alerts.message import Message

if TYPE_CHECKING:
    from crawler.alerts.receivers import Receiver

# 5, 10, 20 and 40 seconds between five attempts: longer outages end before the next occasion, or are seen by then.
ATTEMPTS, FIRST_WAIT_SECONDS = 5, 5.0
ASIDE = "untold-alerts.jsonl"


@dataclass(frozen=True)
class Undelivered:
    """A recorded message that not every receiver took; `taken_by` holds the digests of those that did."""

    alert_id: int
    kind: str
    run_id: str | None
    at: datetime
    subject: str
    text: str
    taken_by: list[str]
    tries: int
    last_error: str | None

    @property
    def message(self) -> Message:
        """Return what it says."""
        return Message(self.kind, self.subject, self.text, self.run_id)


def record(conn: psycopg.Connection, message: Message) -> bool:
    """Record a message to be sent; return False if this run has one of this kind already."""
    row = conn.execute(
        """
        INSERT INTO ops.alert (kind, run_id, subject, text) VALUES (%s, %s, %s, %s)
        ON CONFLICT (kind, run_id) DO NOTHING RETURNING alert_id""",
        [message.kind, message.run_id, message.subject, message.text],
    ).fetchone()
    return row is not None


def undelivered(conn: psycopg.Connection) -> list[Undelivered]:
    """Return the messages that are not delivered, the oldest first."""
    with conn.cursor(row_factory=class_row(Undelivered)) as cursor:
        return cursor.execute(
            """
            SELECT alert_id, kind, run_id, at, subject, text, taken_by, tries, last_error FROM ops.alert
            WHERE delivered_at IS NULL ORDER BY alert_id"""
        ).fetchall()


def send_undelivered(
    conn: psycopg.Connection, receivers: Sequence[Receiver], home: Path, say: Callable[[str], None]
) -> list[str]:
    """Send what is not delivered; return why something could not be, a sentence for each receiver."""
    failures: dict[str, str] = {}
    with _alone(conn):
        _take_in(conn, home)
        for alert in undelivered(conn):
            _send_one(conn, alert, receivers, failures, say)
    return [*failures.values()]


def send_directly(message: Message, receivers: Sequence[Receiver]) -> list[str]:
    """Send a message that is not recorded; return why it could not be delivered, a sentence for each receiver."""
    return [failure for receiver in receivers if (failure := _with_patience(receiver, message, lambda _: None))]


def keep_aside(home: Path, message: Message) -> None:
    """Keep an undelivered message in the home until a database answers."""
    with (home / ASIDE).open("ab") as file:
        file.write(msgspec.json.encode(message) + b"\n")


def _take_in(conn: psycopg.Connection, home: Path) -> None:
    """Record the messages that were kept aside."""
    file = home / ASIDE
    if not file.exists():
        return
    for line in file.read_bytes().splitlines():
        try:
            record(conn, msgspec.json.decode(line, type=Message))
        except msgspec.MsgspecError:  # a full disk cut it short
            continue
    file.unlink()


def _send_one(
    conn: psycopg.Connection,
    alert: Undelivered,
    receivers: Sequence[Receiver],
    failures: dict[str, str],
    say: Callable[[str], None],
) -> None:
    """Send one message to those who did not take it yet; a receiver that failed before is left alone this time."""
    waiting = [receiver for receiver in receivers if receiver.digest not in alert.taken_by]
    for receiver in waiting:
        if receiver.digest in failures:
            continue
        failure = _with_patience(receiver, alert.message, lambda error: _note_failure(conn, alert.alert_id, error))
        if failure:
            failures[receiver.digest] = failure
        else:
            _note_taken(conn, alert.alert_id, receiver)
            say(f"{alert.kind} {alert.run_id or ''}: {receiver} took the message".replace(" :", ":"))
    if receivers and not any(receiver.digest in failures for receiver in waiting):
        conn.execute("UPDATE ops.alert SET delivered_at = clock_timestamp() WHERE alert_id = %s", [alert.alert_id])


def _with_patience(receiver: Receiver, message: Message, failed: Callable[[str], None]) -> str | None:
    """Send with growing waits until it is taken; `failed` hears of each attempt. Return why it was not taken."""

    def note(state: RetryCallState) -> None:
        if state.outcome and (error := state.outcome.result()):
            failed(error)

    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential(FIRST_WAIT_SECONDS),
        retry=retry_if_result(lambda error: error is not None),
        after=note,
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
    )
    return retrying(receiver.send, message)


def _note_failure(conn: psycopg.Connection, alert_id: int, error: str) -> None:
    conn.execute("UPDATE ops.alert SET tries = tries + 1, last_error = %s WHERE alert_id = %s", [error, alert_id])


def _note_taken(conn: psycopg.Connection, alert_id: int, receiver: Receiver) -> None:
    conn.execute(
        "UPDATE ops.alert SET tries = tries + 1, taken_by = taken_by || %s::text WHERE alert_id = %s",
        [receiver.digest, alert_id],
    )


@contextmanager
def _alone(conn: psycopg.Connection) -> Iterator[None]:
    """Let no other process send what this one is about to send."""
    conn.execute("SELECT pg_advisory_lock(hashtextextended('alerts', 0))")
    try:
        yield
    finally:
        if not conn.closed:
            conn.execute("SELECT pg_advisory_unlock(hashtextextended('alerts', 0))")
