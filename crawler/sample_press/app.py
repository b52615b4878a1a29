"""The sample press as an ASGI app: all hosts at once, distinguished by the Host header."""

import asyncio
import json
import time
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from crawler.sample_press.press import SamplePress
from crawler.sample_press.reply import Reply
from crawler.sample_press.request_log import LogEntry
from crawler.sample_press.switches import UnknownSwitch


def create_app(sample_press: SamplePress) -> Starlette:
    """Make the app: /__press__/log and /__press__/switch for tests, every other path as the host would answer."""

    async def log(request: Request) -> Response:
        if request.method == "DELETE":
            sample_press.clear_log()
        return Response(sample_press.log_json(), media_type="application/json")

    async def switch(request: Request) -> Response:
        body = json.loads(await request.body())
        value = body.get("value", "")
        try:
            sample_press.switch(body["outlet"], body["switch"], None if value is None else str(value))
        except UnknownSwitch as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"ok": True})

    async def page(request: Request) -> Response:
        return await _answer(sample_press, request)

    return Starlette(
        routes=[
            Route("/__press__/log", log, methods=["GET", "DELETE"]),
            Route("/__press__/switch", switch, methods=["POST"]),
            Route("/{path:path}", page, methods=["GET"]),
        ]
    )


async def _answer(sample_press: SamplePress, request: Request) -> Response:
    started, host, status = time.monotonic(), request.headers.get("host", ""), 0
    at = datetime.now(UTC).isoformat()
    group, in_flight = sample_press.begin(host)
    try:
        reply = sample_press.answer(host, request.url.path, request.url.query, request.headers)
        status = reply.status
        await asyncio.sleep(reply.delay)
        if not reply.status:
            _close(request)
        return _response(reply)
    finally:
        sample_press.end(
            LogEntry(
                started=started,
                ended=time.monotonic(),
                at=at,
                host=host.split(":", maxsplit=1)[0],
                path=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
                status=status,
                connection=":".join(map(str, request.client or ())),
                in_flight=in_flight,
                group=group,
                user_agent=request.headers.get("user-agent", ""),
            )
        )


def _close(request: Request) -> None:
    """Close the connection without an answer; the server writes nothing to one that is closed."""
    request.receive.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's own cycle of one request


def _response(reply: Reply) -> Response:
    if not reply.cut:
        return Response(reply.body, reply.status or 500, reply.headers)
    headers = reply.headers | {"content-length": str(len(reply.body))}
    return Response(reply.body[: len(reply.body) // 2], reply.status, headers)
