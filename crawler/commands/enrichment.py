"""The command `enrich`: the places, documents and officials that articles, or one text file, mention."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.commands.terminal import Home, fail, progress_bar

if TYPE_CHECKING:
    from crawler.vietnamese.mentions.places import PlaceMention

commands = typer.Typer()


@commands.command()
def enrich(  # noqa: PLR0917 - typer hands each option over by itself
    key: Annotated[str | None, typer.Argument(help="Only this outlet's articles, by its key (default: all).")] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="Read this file (UTF-8; '-' for standard input) instead of the tables.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --text: print JSON instead of lines.")] = False,
    day: Annotated[
        str | None,
        typer.Option("--date", help="With --text: its day (2025-06-30 or 30/6/2025), since names of places change."),
    ] = None,
    province: Annotated[
        str | None,
        typer.Option("--province", help="With --text: the paper's province, as code or name (91, An Giang)."),
    ] = None,
    home: Home = None,
) -> None:
    """Find the places, documents and officials that articles mention.

    `load` does this for new and changed articles; `enrich` also reads again what an older version of the readers read.
    It can be stopped at any moment, and goes on from there the next time. With --text it prints what one text mentions
    and needs no database. Its JSON has three lists in the order of the text: documents (kind, number, issuer, date,
    title …), officials (office, organ, name, former …) and places. Every entry has `text` as printed at [start, end),
    counted in characters of the text's NFC form; null means that the text does not say it; all other values have
    single spaces.
    """
    if text is not None:
        _print_mentions(_read_text(text), as_json, _parse_day(day), _province_code(province))
        return
    if as_json or day or province:
        fail("--json, --date and --province go with --text FILE", status=2)
    _enrich_tables(key, home)


def _enrich_tables(key: str | None, home: Path | None) -> None:
    from crawler.commands.connections import database_of
    from crawler.enrichment import find_mentions
    from crawler.outlets import outlet_by_key

    if key is not None:
        outlet_by_key(key)
    with database_of(home) as conn, progress_bar("reading articles") as progress:
        articles = find_mentions(conn, key, again=True, progress=progress)
    typer.echo(f"{articles} articles read for places, documents and officials" if articles else "nothing new to read")


def _read_text(file: str) -> str:
    from crawler.vietnamese.text import composed

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        fail(f"--text {file}: {error.strerror}", status=2)
    try:
        return composed(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        fail(f"{file}: no UTF-8 text (byte {error.start}); convert it first", status=2)


def _parse_day(text: str | None) -> date | None:
    from crawler.vietnamese.dates import printed

    if text is None:
        return None
    printed_date = printed(text)
    if printed_date is None:
        fail(f"--date {text}: no day; write 2025-06-30 or 30/6/2025", status=2)
    return printed_date.when.date()


def _province_code(text: str | None) -> str | None:
    from crawler.vietnamese.mentions.gazetteer import units
    from crawler.vietnamese.mentions.words import fold

    if text is None:
        return None
    for unit in units():
        if unit.level == "province" and (text == unit.code or fold(text) in (fold(unit.name), fold(unit.bare))):
            return unit.code
    fail(f"--province {text}: no province of today; give its code or name (91, An Giang)", status=2)


def _print_mentions(text: str, as_json: bool, day: date | None, province: str | None) -> None:
    import json

    import msgspec

    from crawler.vietnamese.mentions import documents, officials, places

    mentions: dict[str, list[dict[str, Any]]] = {
        "documents": [_with_single_spaces(msgspec.to_builtins(document)) for document in documents.find(text)],
        "officials": [_with_single_spaces(msgspec.to_builtins(official)) for official in officials.find(text)],
        "places": [_place_fields(place) for place in places.find(text, day=day, province=province)],
    }
    if as_json:
        typer.echo(json.dumps(mentions, ensure_ascii=False, indent=1))
        return
    for d in mentions["documents"]:
        typer.echo(
            f"document  {d['kind']} {d['number'] or d['title'] or ''}  {d['issuer'] or ''} {d['date'] or ''}".rstrip()
        )
    for o in mentions["officials"]:
        typer.echo(f"official  {o['former'] + ' ' if o['former'] else ''}{o['office']} {o['organ'] or ''}: {o['name']}")
    for p in mentions["places"]:
        typer.echo(f"place     {p['text']}  {p['level']} {' '.join(p['codes'])}")


def _with_single_spaces(mention: dict[str, Any]) -> dict[str, Any]:
    """Write line breaks and hard spaces within values as single spaces; `text` stays as printed."""
    return {
        name: " ".join(value.split()) if isinstance(value, str) and name != "text" else value
        for name, value in mention.items()
    }


def _place_fields(place: "PlaceMention") -> dict[str, Any]:
    return _with_single_spaces(
        {
            "name": place.name,
            "rank": place.rank,
            "level": place.named.level,
            "codes": list(place.named.codes),
            "codes_then": list(place.then.codes) if place.then else [],
            "level_now": place.now.level,
            "codes_now": list(place.now.codes),
            "text": place.text,
            "start": place.start,
            "end": place.end,
        }
    )
