"""The reading room as a server of its own on this machine."""

from __future__ import annotations

from pathlib import Path

import uvicorn

from crawler.configuration import Settings
from crawler.local.failure import LocalFailure
from crawler.local.ports import is_free, port_holder
from crawler.local.status import analyst_url
from crawler.web.app import create_app
from crawler.web.reader import Reader
from crawler.web.room import Room

HOST = "127.0.0.1"
_CONNECTIONS = 64


class RoomFailed(LocalFailure):
    """The reading room cannot be served; the text says why."""


def room_of_home(settings: Settings, *, embedded: bool = False) -> Room:
    """Return the room of a home, which reads by the analyst's login."""
    reader = Reader(lambda: settings.reader_url or analyst_url(settings))
    return Room(reader, Path(settings.home), embedded=embedded, archive_store=settings.archive_store)


def serve(settings: Settings, port: int) -> None:
    """Serve the pages on 127.0.0.1 until SIGINT or SIGTERM. Raises RoomFailed."""
    if not is_free(port):
        raise RoomFailed(
            f"port {port} on {HOST}, wanted for the reading room, is taken by {port_holder(port)}: "
            "stop that program, or set BAOTINH_WEB_PORT to another port"
        )
    room = room_of_home(settings)
    config = uvicorn.Config(
        create_app(room),
        host=HOST,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=3,
    )
    try:
        uvicorn.Server(config).run()
    except KeyboardInterrupt:
        pass
    finally:
        room.evidence.stop()
