"""An answer: the rows of a resource for a page, with the addresses of the same as SQL, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import psycopg
from pydantic import BaseModel

from crawler.warehouse.spreadsheet import harmless_cell
from crawler.web.reader import Row, ask, may_read_text
from crawler.web.resources import RESOURCES

API = "/api/v1"
# Spreadsheets cut a cell at 32,767 letters without a word; JSON has the whole.
_LONGEST_CELL = 32_000


@dataclass(frozen=True)
class Answer:
    """The rows, the cursor of the next page, and the address of the resource without its form."""

    name: str
    rows: list[Row]
    next: str | None
    query: str

    def address(self, form: str) -> str:
        """Return the address of the same answer as json, csv or sql, below the application's root."""
        ending = "" if form == "json" else f".{form}"
        return f"{API}/{self.name}{ending}" + (f"?{self.query}" if self.query else "")


def answer(conn: psycopg.Connection, name: str, parameters: BaseModel) -> Answer:
    """Ask for a resource. Raises psycopg.Error."""
    resource = RESOURCES[name]
    rows = ask(conn, resource.ask(parameters, may_read_text(conn)))
    return Answer(name, rows, resource.next_cursor(parameters, rows), query_string(parameters.model_dump()))


def query_string(values: Mapping[str, Any]) -> str:
    """Return the values that are set as the query of an address."""
    return urlencode({name: str(value) for name, value in values.items() if value not in ("", None)})


def as_json(value: Any) -> bytes:
    """Return rows as JSON; times in ISO 8601."""
    return json.dumps(value, ensure_ascii=False, default=_plain).encode("utf8", "replace")


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return rows as CSV that a spreadsheet opens as it is: a byte order mark, and no cell that runs as a formula."""
    stream = io.StringIO()
    writer: Any = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(stream, [*row])
            writer.writeheader()
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return stream.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join("" if part is None else str(part) for part in value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    return harmless_cell(value if len(value) <= _LONGEST_CELL else f"{value[:_LONGEST_CELL]} …")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
