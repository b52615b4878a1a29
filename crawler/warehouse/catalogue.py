"""The catalogue's outlets, hosts and id spaces as rows."""

import re
from datetime import date, timedelta

import psycopg

from crawler.database.merge import upsert
from crawler.outlets import Host, catalogue


def sync_catalogue(conn: psycopg.Connection) -> None:
    """Write the catalogue's outlets, hosts and id spaces; one call in each command is enough."""
    outlets = catalogue().values()
    with conn.transaction():
        upsert(
            conn,
            "news.outlet",
            ["outlet_key"],
            (
                {
                    "outlet_key": o.key,
                    "name": o.name,
                    "province_code": o.province_code,
                    "status": o.status,
                    "successor_key": o.successor,
                    "is_read_from_page": o.crawled,
                }
                for o in outlets
            ),
        )
        upsert(
            conn,
            "news.outlet_host",
            ["host", "outlet_key"],
            (
                {"host": h.host, "outlet_key": o.key, "role": h.role, "valid": _valid(h), "note": _note(h)}
                for o in outlets
                for h in o.hosts
            ),
        )
        upsert(
            conn,
            "ops.numbering",
            ["id_space"],
            (
                {"id_space": s.id_space, "outlet_key": o.key, "rule": "\n".join(s.patterns), "note": s.note}
                for o in outlets
                for s in o.id_spaces
            ),
        )


def _valid(host: Host) -> str:
    """Return the days of use as a range; a date that the catalogue only guesses ('2025?') leaves its side open."""
    since, until = _date_span(host.since), _date_span(host.until)
    return f"[{since[0] if since else ''},{until[1] if until else ''})"


def _note(host: Host) -> str | None:
    guesses = [
        f"{name} {text}"
        for name, text in (("since", host.since), ("until", host.until))
        if text and not _date_span(text)
    ]
    return "; ".join([*guesses, *([host.note] if host.note else [])]) or None


def _date_span(text: str | None) -> tuple[date, date] | None:
    """Return the first day of a year (2025), month (2025-07) or day and the day after its last, None for other text."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if day is None:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, day), date(year, month, day) + timedelta(days=1)
