"""What the archive of the whole press would take: `python -m benchmarks.scale [FOLDER]` prints docs/scale.md's tables.

It measures a small end and multiplies it openly. Pages are read and archived one after the other: those of FOLDER
(NAME.html beside NAME.json with "url"), else the sample press's, which are smaller than real ones. Invented articles
are loaded into an embedded PostgreSQL, in nights, and the second half of them counts, when its tables have their shape.
Processor seconds are measured, which a busy machine lengthens less than the clock. The delay between two requests is
the catalogue's. Nothing is known here of how many articles a paper has: the sizes of the tables are given, not guessed.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import psycopg
from generated_news import GeneratedNews
from load_speed import FIRST_NIGHT, LoadCosts, archive_night, living_articles, load

from crawler.archive import Archive, WarcWriter
from crawler.database import connect, migrate
from crawler.local.postgres import PostgresServer
from crawler.outlets import Outlet, catalogue, outlet_by_url
from crawler.page import SavedPage
from crawler.sample_press import SamplePress
from crawler.sites import read
from crawler.warehouse import sync_catalogue

FETCHED = datetime(2026, 11, 20, tzinfo=UTC)
ARTICLES_A_NIGHT = 1000
PARAGRAPHS = 20_000
ROUNDS = 3
TARGETS = (1_000_000, 10_000_000, 20_000_000, 100_000_000)
# A night begins at 01:30 and should be complete at 05:00.
NIGHT_SECONDS = 3.5 * 3600
DAY = 86_400
GB = 10**9


@dataclass(frozen=True)
class Rates:
    """What one page or article takes, as measured, and the politeness of the catalogue."""

    html_bytes: float
    warc_bytes: float
    parse_ms: float
    load_ms: float
    rows_bytes: float
    search_bytes: float
    sites: int
    delay: float

    @property
    def processor_ms(self) -> float:
        """Return the processor's time of a page from its bytes to its rows."""
        return self.parse_ms + self.load_ms


@dataclass(frozen=True)
class SizedPage:
    """One page of a paper."""

    outlet: Outlet
    url: str
    body: bytes


def archive_page(writer: WarcWriter, page: SizedPage) -> None:
    """Write a page as it came over the wire at FETCHED."""
    writer.write_exchange(
        url=page.url,
        method="GET",
        request_headers=[],
        status=200,
        reason="OK",
        body=page.body,
        response_headers=[("Content-Type", "text/html; charset=utf-8")],
        fetched_at=FETCHED,
    )


def pages_of(folder: Path | None) -> list[SizedPage]:
    """Return the saved pages of a folder, or one page of each living paper of the sample press."""
    if folder is not None:
        files = sorted(folder.glob("*.html"))
        urls = [json.loads(file.with_suffix(".json").read_text("utf8"))["url"] for file in files]
        papers = [(outlet_by_url(url), url, file) for url, file in zip(urls, files, strict=True)]
        return [SizedPage(paper, url, file.read_bytes()) for paper, url, file in papers if paper]
    press = SamplePress()
    articles = [(paper, press.truth(paper.key)[0]) for paper in catalogue().values() if paper.status == "active"]
    return [SizedPage(paper, a.url, press.answer(a.host, a.path).body) for paper, a in articles]


def parse_ms(pages: list[SizedPage]) -> float:
    """Return the processor's milliseconds a page, of the best round."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for page in pages:
            read(SavedPage(page.body, page.url, FETCHED), page.outlet)
        rounds.append((time.process_time() - started) * 1000 / len(pages))
    return min(rounds)


def warc_bytes(pages: list[SizedPage], archive: Archive) -> float:
    """Return the bytes a page of sealed WARC files with their indexes, one file a paper."""
    by_paper: dict[str, list[SizedPage]] = {}
    for page in pages:
        by_paper.setdefault(page.outlet.key, []).append(page)
    for key, papers_pages in by_paper.items():
        writer = WarcWriter(archive, key, "scale")
        for page in papers_pages:
            archive_page(writer, page)
        writer.seal()
    return sum(file.stat().st_size for file in archive.root.rglob("*") if file.is_file()) / len(pages)


def database_bytes(conn: psycopg.Connection) -> Counter[str]:
    """Return the bytes of the search's tables with their indexes, and of all other tables of ours."""
    conn.execute("VACUUM ANALYZE")
    rows = conn.execute(
        """
        SELECT CASE WHEN relname = 'article_search' THEN 'search' ELSE 'rows' END,
            sum(pg_total_relation_size(c.oid))::bigint
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
        WHERE nspname IN ('news', 'ops', 'internal') AND relkind IN ('r', 'p') GROUP BY 1"""
    )
    return Counter({str(kind): int(size) for kind, size in rows})


def load_rates(conn: psycopg.Connection, archive: Archive, count: int) -> tuple[float, dict[str, float]]:
    """Load `count` articles; return milliseconds and bytes of an article of the second half."""
    news, sizes = living_articles(GeneratedNews(paragraphs=PARAGRAPHS)), [Counter[str]()]
    half = max(ARTICLES_A_NIGHT, count // 2 // ARTICLES_A_NIGHT * ARTICLES_A_NIGHT)
    costs = LoadCosts()
    for part in range(2):
        costs = LoadCosts()
        for night in range(half // ARTICLES_A_NIGHT):
            at = FIRST_NIGHT + timedelta(days=part * half // ARTICLES_A_NIGHT + night)
            load(conn, archive_night(archive, [*islice(news, ARTICLES_A_NIGHT)], at), costs)
        sizes.append(database_bytes(conn))
    grown = {kind: (sizes[2][kind] - sizes[1][kind]) / half for kind in sizes[2]}
    return sum(cost.python + cost.server for cost in costs.loads) * 1000 / costs.articles, grown


def measure(folder: Path | None, count: int) -> Rates:
    """Measure pages and loads; return what one takes."""
    pages = pages_of(folder)
    living = [paper for paper in catalogue().values() if paper.status == "active"]
    with tempfile.TemporaryDirectory() as home:
        server = PostgresServer(Path(home) / "home")
        try:
            migrate(server.start())
            with connect(server.url) as conn:
                conn.autocommit = True
                sync_catalogue(conn)
                load_ms, grown = load_rates(conn, Archive(Path(home) / "loaded"), count)
        finally:
            server.destroy()
        return Rates(
            html_bytes=sum(len(page.body) for page in pages) / len(pages),
            warc_bytes=warc_bytes(pages, Archive(Path(home) / "archive")),
            parse_ms=parse_ms(pages),
            load_ms=load_ms,
            rows_bytes=grown["rows"],
            search_bytes=grown["search"],
            sites=len({paper.politeness_group for paper in living}),
            delay=max(paper.delay_seconds for paper in living),
        )


def report(rates: Rates) -> str:
    """Return both tables of docs/scale.md."""
    return "\n".join([*measured_table(FIGURES, rates), "", *plan(rates)])


# The name of each measured figure, its field, and how it is printed.
FIGURES = (
    ("page, bytes of HTML", "html_bytes", ",.0f"),
    ("page in a sealed WARC file with its index, bytes", "warc_bytes", ",.0f"),
    ("reading a page, ms of one core", "parse_ms", ",.1f"),
    ("loading an article, ms of one core", "load_ms", ",.1f"),
    ("an article's rows with their indexes, bytes", "rows_bytes", ",.0f"),
    ("an article in the search, bytes", "search_bytes", ",.0f"),
    ("sites that are asked side by side", "sites", ",.0f"),
    ("seconds between two requests to a site", "delay", ",.1f"),
)


def measured_table(figures: Sequence[tuple[str, str, str]], rates: object) -> Iterator[str]:
    """Yield the lines of what was measured."""
    yield "| measured | |"
    yield "|---|---:|"
    for words, name, form in figures:
        yield f"| {words} | {getattr(rates, name):{form}} |"


def plan(rates: Rates) -> Iterator[str]:
    """Yield the lines of what that gives for each number of pages."""
    yield "| multiplied | " + " | ".join(f"{n // 10**6} M pages" for n in TARGETS) + " |"
    yield "|---|" + "---:|" * len(TARGETS)
    for words, form, of_a_page in (
        ("days of asking, if the sites have as many pages each", ",.0f", rates.delay / rates.sites / DAY),
        ("WARC, GB", ",.0f", rates.warc_bytes / GB),
        ("rows and their indexes, GB", ",.0f", rates.rows_bytes / GB),
        ("the search, GB", ",.0f", rates.search_bytes / GB),
        ("reading and loading, days of one core", ",.1f", rates.processor_ms / 1000 / DAY),
    ):
        yield f"| {words} | " + " | ".join(f"{of_a_page * n:{form}}" for n in TARGETS) + " |"
    yield ""
    a_night = int(NIGHT_SECONDS / rates.delay)
    busy = rates.processor_ms / 1000 * rates.sites / rates.delay
    yield f"One site answers {a_night:,} requests from 01:30 to 05:00, all sites together {a_night * rates.sites:,}."
    yield f"While all sites are asked without a pause, reading and loading take {busy:.2f} of one core."


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=4000)
    arguments = parser.parse_args()
    print(report(measure(arguments.folder, arguments.articles)))


if __name__ == "__main__":
    main()
