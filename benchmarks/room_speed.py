"""Time the reading room's pages: `python benchmarks/room_speed.py --home FOLDER`.

FOLDER is the database that benchmarks/questions.py filled. Each page is asked several times in this process, as its
server would answer it. Beside the clock stands the processor time of this process and of PostgreSQL, which others on
the machine hardly change. Exit status 1: a median is above the limit, or a page is an error.
"""

import argparse
import asyncio
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import psutil
from invented_words import syllables

from crawler.database import connect
from crawler.local.postgres import PostgresServer
from crawler.web.app import create_app
from crawler.web.reader import Reader
from crawler.web.room import Room

LIMIT_MS = 300
SECONDS_TO_END = 0.05  # of a connection's process, whose time PostgreSQL has only then


def paths(server: PostgresServer) -> list[tuple[str, str]]:
    """Return the pages to ask for, with words of three frequencies and one thing of each kind."""
    words = syllables()
    rare, middling = quote(words[1500]), quote(words[220])
    with connect(server.analyst_url) as conn:
        [[article]] = conn.execute(
            "SELECT article_id FROM news.article_record ORDER BY revision_count DESC, article_id LIMIT 1"
        ).fetchall()
        [[document]] = conn.execute(
            "SELECT number_key FROM news.document_reference WHERE number_key IS NOT NULL"
            " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchall() or [("",)]
        [[official]] = conn.execute(
            "SELECT name_key FROM news.official_mention GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchall() or [("",)]
        [[day]] = conn.execute("SELECT max(day) FROM news.coverage").fetchall()
    return [
        ("newest articles", "/"),
        ("a selective word, best first", f"/?q={rare}"),
        ("a word of a fifth of the articles, best first", f"/?q={middling}"),
        ("the same, newest first", f"/?q={middling}&sort=newest"),
        ("'tỉnh', newest first, one province", "/?q=t%E1%BB%89nh&sort=newest&province=An+Giang"),
        ("a place", "/?place=province:91"),
        ("facets of all", "/facets"),
        ("facets of a selective word", f"/facets?q={rare}"),
        ("facets of a common word", f"/facets?q={middling}"),
        ("attention, all", "/attention?by=month"),
        ("attention, a selective word", f"/attention?q={rare}"),
        ("attention, a common word", f"/attention?q={middling}"),
        ("an article", f"/article/{article}"),
        ("its versions", f"/article/{article}/changes"),
        ("a document", f"/document?number={quote(document)}"),
        ("an official", f"/official?name={quote(official)}"),
        ("a province", "/place/province/91"),
        ("coverage", f"/coverage?until={day}"),
        ("a paper", "/paper/baoangiang"),
        ("tonight", "/tonight"),
        ("archive", "/archive"),
        ("courtesy", f"/courtesy?until={day}"),
    ]


def processor_seconds(postgres: psutil.Process) -> float:
    """Return the processor time that this process and all ended processes of the server have taken."""
    time.sleep(SECONDS_TO_END)
    ended = postgres.cpu_times()
    return time.process_time() + ended.children_user + ended.children_system


async def ask(server: PostgresServer, home: Path, runs: int, limit_ms: float) -> bool:
    """Print a line a page; return True if every median keeps the limit."""
    transport = httpx.ASGITransport(create_app(Room(Reader(lambda: server.analyst_url), home)))
    postgres = psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))
    all_kept = True
    print("| page | bytes | first ms | median ms | least ms | processor ms |\n|---|---:|---:|---:|---:|---:|")
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for name, path in paths(server):
            times, before = [], 0.0
            for n in range(runs + 1):
                before = processor_seconds(postgres) if n == 1 else before
                began = time.perf_counter()
                answer = await client.get(path)
                times.append((time.perf_counter() - began) * 1000)
            processor = (processor_seconds(postgres) - before) * 1000 / runs
            median = statistics.median(times[1:])
            all_kept = all_kept and answer.status_code == 200 and median <= limit_ms
            status = "" if answer.status_code == 200 else f" (HTTP {answer.status_code})"
            figures = f"{times[0]:.0f} | {median:.0f} | {min(times[1:]):.0f} | {processor:.0f}"
            print(f"| {name}{status} | {len(answer.content):,} | {figures} |", flush=True)
    return all_kept


def main() -> None:
    """Ask for every page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5, help="warm runs of each page")
    parser.add_argument("--limit", type=float, default=LIMIT_MS, help="highest median, in ms")
    arguments = parser.parse_args()
    server = PostgresServer(arguments.home)
    server.start()
    sys.exit(not asyncio.run(ask(server, arguments.home, arguments.runs, arguments.limit)))


if __name__ == "__main__":
    main()
