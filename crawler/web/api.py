"""The JSON API: every resource as JSON, as CSV and as the SQL that it is, described by OpenAPI."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import BaseModel, Field

from crawler.web.answers import API, answer, as_csv, as_json
from crawler.web.reader import may_read_text, runnable
from crawler.web.rendering import page
from crawler.web.resources import RESOURCES, Resource
from crawler.web.room import TheRoom

router = APIRouter()


class Rows(BaseModel):
    """One page of an answer."""

    items: list[dict[str, Any]] = Field(description="The rows; ids are text, times ISO 8601, unknown is null.")
    next: str | None = Field(description="What to give as `after` for the next page; null after the last one.")


def _json(resource: Resource) -> Callable[..., Response]:
    def endpoint(room: TheRoom, given: Any) -> Response:
        with room.reader.connection() as conn:
            found = answer(conn, resource.name, given)
        return Response(as_json({"items": found.rows, "next": found.next}), media_type="application/json")

    return endpoint


def _csv(resource: Resource) -> Callable[..., Response]:
    def endpoint(room: TheRoom, given: Any) -> Response:
        with room.reader.connection() as conn:
            found = answer(conn, resource.name, given)
        headers = {"Content-Disposition": f'attachment; filename="{resource.name}.csv"'}
        if found.next:
            headers["X-Next"] = found.next
        return Response(as_csv(found.rows), media_type="text/csv; charset=utf-8", headers=headers)

    return endpoint


def _sql(resource: Resource) -> Callable[..., Response]:
    def endpoint(room: TheRoom, given: Any) -> Response:
        with room.reader.connection() as conn:
            return PlainTextResponse(runnable(conn, resource.ask(given, may_read_text(conn))))

    return endpoint


def _add(resource: Resource) -> None:
    forms = (("", _json, "as JSON", Rows), (".csv", _csv, "as CSV", None), (".sql", _sql, "as SQL for psql", None))
    for ending, make, form, model in forms:
        endpoint = make(resource)
        # FastAPI reads what an address may hold from here.
        endpoint.__annotations__["given"] = Annotated[resource.parameters, Query()]
        router.add_api_route(
            f"{API}/{resource.name}{ending}",
            endpoint,
            response_model=model,
            name=f"{resource.name}{ending}",
            operation_id=f"{resource.name}{ending.replace('.', '_')}",
            summary=f"{resource.name} {form}",
            description=resource.meaning,
            tags=[resource.name],
        )


for _resource in RESOURCES.values():
    _add(_resource)


@router.get("/api/openapi.json", include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    """Describe the API."""
    return JSONResponse({**request.app.openapi(), "servers": [{"url": request.scope.get("root_path", "") or "/"}]})


@router.get("/api", include_in_schema=False)
def describe(request: Request) -> Response:
    """Show what the API has, for people."""
    return page(request, "api.html", resources=RESOURCES.values())
