"""The application: its routes, its protection, and how each failure is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException as RoutingError
from starlette.middleware.trustedhost import TrustedHostMiddleware

from crawler.database import DatabaseDown
from crawler.web import api, machinery, newsroom
from crawler.web.answers import API
from crawler.web.missing import NotHere
from crawler.web.reader import STATEMENT_SECONDS, TooBusy
from crawler.web.rendering import page
from crawler.web.room import Room
from crawler.web.searches import BadCursor
from crawler.web.security import Allowance, Headers

_STATIC = Path(__file__).parent / "static"
_FILES = frozenset(str(f.relative_to(_STATIC)) for f in _STATIC.rglob("*") if f.suffix in (".css", ".js", ".svg"))
_CHANGING = ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


def create_app(room: Room, *, dependencies: Sequence[Any] = (), hosts: Sequence[str] = LOOPBACK_NAMES) -> FastAPI:
    """Return the application; `dependencies` guard every path of it, `hosts` are the names that it answers to."""
    app = FastAPI(
        title="Báo Tỉnh",
        description="What Việt Nam's provincial press publishes: read only.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=list(dependencies),
    )
    app.state.room = room
    for router in (newsroom.router, machinery.router, api.router):
        app.include_router(router)
    app.add_api_route("/static/{name:path}", _static_file, include_in_schema=False)
    # A path that does not exist, and a method that changes something, are routes as well: the guards stand before them.
    app.add_api_route("/{anything:path}", _no_page, include_in_schema=False)
    app.add_api_route("/{anything:path}", _only_reading, methods=_CHANGING, include_in_schema=False)
    for error, handler in _HANDLERS.items():
        app.add_exception_handler(error, handler)
    # The last that is added stands first.
    app.add_middleware(Allowance)
    if not room.embedded:
        # Another name for this address is a page of another site that makes the browser ask here.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*hosts])
    app.add_middleware(Headers, embedded=room.embedded)
    return app


def _static_file(name: str) -> Response:
    """Send a file of the program."""
    if name not in _FILES:
        raise NotHere("no_page")
    return FileResponse(_STATIC / name, headers={"Cache-Control": "max-age=3600"})


def _no_page(anything: str) -> Response:
    """Say that there is no such page."""
    raise NotHere("no_page")


def _only_reading(anything: str) -> Response:
    """Refuse whatever is no reading: nothing can be changed here."""
    raise HTTPException(405, "read only: GET", {"Allow": "GET"})


def _failure(request: Request, status: int, key: str, detail: str = "", hint: str = "") -> Response:
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    if path.startswith(f"{API}/"):
        return JSONResponse({"error": key, "detail": detail, "hint": hint}, status)
    return page(request, "failure.html", status, key=key, detail=detail, hint=hint)


def _refused(request: Request, error: Exception) -> Response:
    """Say what the database refused: a wrong name of a filter, a right that the login lacks, a time that ran out."""
    assert isinstance(error, psycopg.Error)
    first = (str(error).strip().splitlines() or [""])[0][:500]
    match error:
        case psycopg.errors.InvalidParameterValue():
            return _failure(request, 400, "bad_question", first, error.diag.message_hint or "")
        case psycopg.errors.QueryCanceled():
            return _failure(request, 503, "too_long", f"{STATEMENT_SECONDS} s")
        case psycopg.errors.InsufficientPrivilege():
            return _failure(request, 403, "no_right", first)
        case psycopg.errors.UndefinedTable() | psycopg.errors.UndefinedFunction():
            return _failure(request, 503, "no_tables", first)
        case psycopg.DataError():
            return _failure(request, 400, "bad_question", first)
    return _failure(request, 503, "database_refused", first)


def _bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError | ValidationError)
    places = [f"{part['loc'][-1] if part['loc'] else ''}: {part['msg']}" for part in error.errors()]
    return _failure(request, 422, "bad_address", "; ".join(places)[:500])


def _not_here(request: Request, error: Exception) -> Response:
    return _failure(request, 404, str(error))


def _routing(request: Request, error: Exception) -> Response:
    """Pass on what a guard says, by its status."""
    assert isinstance(error, RoutingError)
    if error.status_code == 404:
        return _failure(request, 404, "no_page")
    return JSONResponse({"detail": error.detail}, error.status_code, error.headers)


_HANDLERS: dict[type[Exception], Any] = {
    psycopg.Error: _refused,
    DatabaseDown: lambda request, error: _failure(request, 503, "database_down"),
    TooBusy: lambda request, error: _failure(request, 503, "too_busy"),
    BadCursor: lambda request, error: _failure(request, 400, "bad_cursor"),
    RequestValidationError: _bad_request,
    ValidationError: _bad_request,
    NotHere: _not_here,
    RoutingError: _routing,
    HTTPException: _routing,
}
