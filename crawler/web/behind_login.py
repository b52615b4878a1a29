"""The reading room inside Airflow's api-server: made at its first request, and nothing of it without a login."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_made: list[ASGIApp] = []
_making = threading.Lock()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as the reading room does, where Airflow lets this user see pages of plugins."""
    await _application()(scope, receive, send)


def _application() -> ASGIApp:
    with _making:
        if not _made:
            _made.append(_guarded())
        return _made[0]


def _guarded() -> ASGIApp:
    # Here, since Airflow's other processes load the plugin as well, and never get here.
    from airflow.api_fastapi.auth.managers.models.resource_details import AccessView  # noqa: PLC0415
    from airflow.api_fastapi.core_api.security import requires_access_view  # noqa: PLC0415
    from fastapi import Depends  # noqa: PLC0415

    from crawler.configuration import settings  # noqa: PLC0415
    from crawler.web.app import create_app  # noqa: PLC0415
    from crawler.web.serve import room_of_home  # noqa: PLC0415

    room = room_of_home(settings(), embedded=True)
    return create_app(room, dependencies=[Depends(requires_access_view(AccessView.PLUGINS))])
