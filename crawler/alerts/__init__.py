"""Alerts: what a night or the machine has to say, to whom, and a record of each message until it was taken.

`crawler.alerts.receivers` is imported where it is needed: Apprise takes half a second, and every command of the
database comes through here.
"""

from crawler.alerts.heartbeat import HeartbeatFailed, call_heartbeat
from crawler.alerts.message import MachineKind, Message, machine_message, sample_message
from crawler.alerts.night import is_complete, is_due, late_message, night_message
from crawler.alerts.outbox import Undelivered, keep_aside, record, send_directly, send_undelivered, undelivered
from crawler.alerts.words import words_of

__all__ = [
    "HeartbeatFailed",
    "MachineKind",
    "Message",
    "Undelivered",
    "call_heartbeat",
    "is_complete",
    "is_due",
    "keep_aside",
    "late_message",
    "machine_message",
    "night_message",
    "record",
    "sample_message",
    "send_directly",
    "send_undelivered",
    "undelivered",
    "words_of",
]
