"""The operator's pages: coverage of 28 nights, a paper, tonight's run, alerts, archive and disk, courtesy."""

import shutil
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import PlainTextResponse, Response

from crawler.outlets import UnknownOutlet, outlet_by_key
from crawler.outlets.proof import unproven_statements
from crawler.web.answers import answer
from crawler.web.keys import Courtesy, Day, Nothing, PaperKey, Recent
from crawler.web.missing import NotHere
from crawler.web.reader import Row
from crawler.web.rendering import page
from crawler.web.robots import robots_in_force
from crawler.web.room import TheRoom
from crawler.web.runbook import runbook_html

router = APIRouter(include_in_schema=False)
_Key = Annotated[str, Path(pattern=r"^[a-z0-9]{2,40}$")]
_OF_A_PAPER = ("paper_nights", "paper_fields", "paper_channels", "paper_completeness", "paper_findings")
NIGHTS = 28


@router.get("/coverage")
def coverage(request: Request, room: TheRoom, given: Annotated[Day, Query()]) -> Response:
    """Show what each paper announced in each of 28 nights, what of it is held, and the verdict."""
    with room.reader.connection() as conn:
        cells = answer(conn, "coverage", given)
        last = answer(conn, "last_night", Nothing()).rows[0]["day"]
    papers: dict[str, dict[date, Row]] = {}
    for row in cells.rows:
        papers.setdefault(row["outlet_key"], {})[row["day"]] = row
    days = [given.until - timedelta(days=n) for n in range(NIGHTS)]
    is_empty = not any(row["announced"] is not None for row in cells.rows)
    return page(
        request, "coverage.html", given=given, cells=cells, papers=papers, days=days, last=last, is_empty=is_empty
    )


@router.get("/paper/{outlet}")
def paper(request: Request, room: TheRoom, outlet: _Key) -> Response:
    """Show how a paper does: volume, health of its fields, channels, completeness, what was found and what to do."""
    key = PaperKey(outlet=outlet)
    with room.reader.connection() as conn:
        found = answer(conn, "paper", key)
        if not found.rows:
            raise NotHere("no_paper")
        parts = {name: answer(conn, name, key) for name in _OF_A_PAPER}
    return page(
        request,
        "paper.html",
        paper=found.rows[0],
        source=found,
        parts=parts,
        health=_health(parts["paper_fields"].rows),
        proof=_unproven(outlet),
    )


def _unproven(outlet: str) -> list[str] | None:
    """Return what the catalogue says of a paper without evidence; None where it does not know the paper."""
    try:
        return unproven_statements(outlet_by_key(outlet))
    except UnknownOutlet:
        return None


def _health(rows: list[Row]) -> tuple[list[tuple[str, Any]], dict[str, dict[str, Row]]]:
    """Return the runs, newest first, and for each field its row of each run."""
    runs = list(dict.fromkeys((row["run_id"], row["started_at"]) for row in rows))
    fields: dict[str, dict[str, Row]] = {}
    for row in rows:
        fields.setdefault(row["field"], {})[row["run_id"]] = row
    return runs, fields


@router.get("/tonight")
def tonight(request: Request, room: TheRoom) -> Response:
    """Show the run that began last, paper by paper."""
    with room.reader.connection() as conn:
        papers = answer(conn, "tonight", Nothing())
    return page(request, "tonight.html", papers=papers)


@router.get("/alerts")
def alerts(request: Request, room: TheRoom, given: Annotated[Recent, Query()]) -> Response:
    """Show what the operator was told."""
    with room.reader.connection() as conn:
        messages = answer(conn, "alerts", given)
    return page(request, "alerts.html", messages=messages)


@router.get("/archive")
def archive(request: Request, room: TheRoom) -> Response:
    """Show the archive by paper, the database's size and the disk."""
    with room.reader.connection() as conn:
        papers, database = (answer(conn, name, Nothing()) for name in ("archive", "database_size"))
    disk = shutil.disk_usage(room.home) if room.home.exists() else None
    return page(request, "archive.html", papers=papers, database=database, disk=disk)


@router.get("/courtesy")
def courtesy(request: Request, room: TheRoom, given: Annotated[Courtesy, Query()]) -> Response:
    """Show what the sites were asked for."""
    with room.reader.connection() as conn:
        ledger = answer(conn, "courtesy", given)
    return page(request, "courtesy.html", given=given, ledger=ledger)


@router.get("/paper/{outlet}/courtesy")
def courtesy_letter(request: Request, room: TheRoom, outlet: _Key, given: Annotated[Day, Query()]) -> Response:
    """Show a text that can be sent to a webmaster who asks, with the robots.txt in force."""
    key = PaperKey(outlet=outlet)
    with room.reader.connection() as conn:
        found = answer(conn, "paper", key)
        if not found.rows:
            raise NotHere("no_paper")
        ledger = answer(conn, "courtesy", Courtesy(until=given.until, outlet=outlet))
        robots = robots_in_force(conn, room.archive, outlet)
    row = ledger.rows[0] if ledger.rows else None
    return page(request, "letter.html", paper=found.rows[0], row=row, robots=robots, given=given, ledger=ledger)


@router.get("/runbook")
def runbook(request: Request) -> Response:
    """Show what each finding means, and what to do."""
    return page(request, "runbook.html", text=runbook_html())


@router.get("/healthz")
def healthz(room: TheRoom) -> Response:
    """Answer if the database does."""
    with room.reader.connection() as conn:
        conn.execute("SELECT 1")
    return PlainTextResponse("ok\n")
