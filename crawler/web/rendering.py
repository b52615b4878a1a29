"""Pages: a template, the words of the visitor's language, and addresses below the application's root."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from crawler.web import text_marks
from crawler.web.language import COOKIE, choose_language, translator
from crawler.web.room import room_of

_YEAR_SECONDS = 365 * 86_400


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        lstrip_blocks=True,
        finalize=text_marks.straight,
    )
    environment.filters |= {
        "text": text_marks.isolated,
        "block": text_marks.block,
        "snippet": text_marks.snippet,
        "moment": text_marks.moment,
        **{
            mark.__name__: _in_the_pages_language(mark)
            for mark in (text_marks.number, text_marks.size, text_marks.percent)
        },
    }
    environment.globals["edit_marks"] = text_marks.edit_marks
    return environment


def _in_the_pages_language(mark: Callable[[Any, str], str]) -> Callable[[Context, Any], str]:
    """Return a filter of templates that writes a number as the language of the page does."""
    return pass_context(lambda context, value: mark(value, context["language"]))


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page; a part of one that is asked for alone comes without the frame around it."""
    asked = request.query_params.get("lang")
    language = choose_language(asked, request.cookies.get(COOKIE), request.headers.get("accept-language"))
    root = request.scope.get("root_path", "")
    path = request.url.path.removeprefix(root) or "/"
    html = (
        _environment()
        .get_template(template)
        .render(
            t=translator(language),
            language=language,
            frame="part.html" if "hx-request" in request.headers else "frame.html",
            path=path,
            embedded=room_of(request).embedded,
            url=lambda path, **query: address(root, path, query),
            in_language=lambda code: address(root, path, {**request.query_params, "lang": code}),
            **values,
        )
    )
    response = HTMLResponse(html, status)
    response.headers["Vary"] = "Accept-Language, Cookie, HX-Request"
    response.headers["Content-Language"] = language
    if asked in ("vi", "en"):
        response.set_cookie(COOKIE, asked, _YEAR_SECONDS, path=root or "/", httponly=True, samesite="strict")
    return response


def address(root: str, path: str, query: dict[str, Any]) -> str:
    """Return an address below the root, with what is set of the query."""
    words = {name: str(value) for name, value in query.items() if value not in ("", None)}
    return f"{root}{path}" + (f"?{urlencode(words)}" if words else "")
