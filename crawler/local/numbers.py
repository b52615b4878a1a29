"""The numbers of one home for Prometheus: printed, written to a file, or served on a port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from errno import EADDRINUSE
from pathlib import Path

from prometheus_client import generate_latest, write_to_textfile

from crawler.configuration import Settings
from crawler.local.backup import newest_backup_at
from crawler.local.failure import LocalFailure
from crawler.local.ports import port_holder
from crawler.local.postgres import PostgresServer
from crawler.local.status import data_url
from crawler.metrics import NumbersCollector, Sources, numbers_registry, serve
from crawler.outlets import nightly_outlets


class NumbersFailed(LocalFailure):
    """The numbers cannot be served or written; the text says why."""


def numbers_text(settings: Settings) -> tuple[str, str | None]:
    """Return the numbers as Prometheus reads them, and why those of the database are missing, if they are."""
    collector = NumbersCollector(_sources(settings))
    return generate_latest(numbers_registry(collector)).decode(), collector.problem


def write_numbers(settings: Settings, file: Path) -> str | None:
    """Write the numbers to a file, whole or not at all; return why those of the database are missing, if they are.

    Raises NumbersFailed.
    """
    collector = NumbersCollector(_sources(settings))
    try:
        write_to_textfile(str(file), numbers_registry(collector))
    except OSError as error:
        raise NumbersFailed(f"{file} cannot be written: {error.strerror}") from None
    return collector.problem


@contextmanager
def serve_numbers(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> Iterator[None]:
    """Serve the numbers for as long as the block runs. Raises NumbersFailed, UnknownOutlet."""
    collector = NumbersCollector(_sources(settings), lambda problem: say(f"metrics: {problem}"))
    with ExitStack() as stack:
        try:
            stack.enter_context(serve(numbers_registry(collector), host, port))
        except OSError as error:
            taken = f", by {port_holder(port)}" if error.errno == EADDRINUSE else ""
            raise NumbersFailed(f"metrics cannot be served on {host}:{port}: {error.strerror}{taken}") from None
        say(f"metrics: http://{host}:{port}/metrics")
        yield


def _sources(settings: Settings) -> Sources:
    home = Path(settings.home)
    server = PostgresServer(home)
    return Sources(
        database_url=lambda: data_url(settings),
        outlet_keys=[*nightly_outlets(settings.outlets)],
        home=home,
        database_folder=lambda: server.data if not settings.database_url and server.folder.exists() else None,
        newest_backup_at=lambda: newest_backup_at(home),
        archive_store=settings.archive_store,
    )
