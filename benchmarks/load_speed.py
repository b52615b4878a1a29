"""Measure the loader against plain COPY: `python benchmarks/load_speed.py [--articles N] [--rebuild]`.

It starts an embedded PostgreSQL with this version's tables and loads invented nights, as `baotinh load` does below the
parser: sealed WARC files (one a paper and night) and what was read of their pages go through
`crawler.warehouse.load_warc`, which writes the rows of `news` and `ops` and the tokens of the search. Each night is
loaded three times: new; a night later with about 5 % of the paragraphs changed, one at least in each article; and a
night later with nothing changed. After each load the same rows go by plain COPY into tables without indexes or
constraints, on the same server, so that a busy machine slows both. Left out are the parser, since the pages are empty,
and `find_mentions`, which reads the texts after a load. It exits with 1 if an unchanged night wrote a row in `news`.
With --rebuild the new nights alone are loaded, as `baotinh rebuild` loads them into an empty database: the indexes of
the search's words are made at the end, and their time counts.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count as counting
from itertools import islice
from pathlib import Path

import psutil
import psycopg
from generated_news import GeneratedNews
from msgspec.structs import replace
from rich.console import Console
from rich.progress import Progress

from crawler.archive import Archive, WarcWriter
from crawler.article import Article, ArticleRead, Block, Reading
from crawler.database import connect, migrate
from crawler.local.postgres import PostgresServer
from crawler.outlets import identify, outlet_by_key
from crawler.sample_press.families import address_form
from crawler.warehouse import CaptureRef, indexed_at_the_end, load_warc, sync_catalogue

ARTICLES_A_NIGHT = 5000  # of some thirty papers: a file holds about 150, as a long night or a short backfill leaves it
FIRST_NIGHT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
CHANGED_SHARE = 0.05
KINDS = ("new", "changed", "unchanged")
# Tables that a load writes for an article; of a table of `ops` only the night's captures are compared.
TABLES = {
    **{
        f"news.{name}": "JOIN pg_temp.batch USING (article_id)"
        for name in (
            "article_record",
            "article_text",
            "article_revision",
            "article_image",
            "article_byline",
            "article_url",
            "article_search",
        )
    },
    "ops.url": "JOIN pg_temp.batch USING (article_id)",
    "ops.reading": "JOIN pg_temp.batch USING (article_id) WHERE t.fetched_at >= '{since}'",
    "ops.capture": "WHERE t.fetched_at >= '{since}'",
}


@dataclass(frozen=True)
class Cost:
    """Cost of one step: wall-clock seconds, and processor seconds in Python and in the server's backend."""

    seconds: float
    python: float
    server: float


class Meter:
    """Measure steps of one connection; a busy machine lengthens wall-clock seconds but not processor seconds."""

    def __init__(self, conn: psycopg.Connection) -> None:
        self._backend = psutil.Process(conn.info.backend_pid)

    @contextmanager
    def measuring(self, costs: list[Cost]) -> Iterator[None]:
        """Add the cost of the block."""
        before = self._now()
        yield
        costs.append(Cost(*(after - start for after, start in zip(self._now(), before, strict=True))))

    def _now(self) -> tuple[float, float, float]:
        times = self._backend.cpu_times()
        return time.perf_counter(), time.process_time(), times.user + times.system


@dataclass
class LoadCosts:
    """Costs of the loads of one kind: articles, each load and each COPY, rows written in `news`.

    `indexes` is what a rebuild costs after its loads.
    """

    articles: int = 0
    loads: list[Cost] = field(default_factory=list)
    copies: list[Cost] = field(default_factory=list)
    written: int = 0
    indexes: list[Cost] = field(default_factory=list)

    def line(self, kind: str) -> str:
        """Return the line of the report."""
        steps = [*self.loads, *self.indexes]
        load, copy = sum(c.seconds for c in steps), sum(c.seconds for c in self.copies)
        python, server = sum(c.python for c in steps), sum(c.server for c in steps)
        bare = sum(c.python + c.server for c in self.copies)
        ms = 1000 / self.articles
        night = self.articles / len(self.loads)
        return (
            f"{kind:10}{self.articles / load:8,.0f}{self.articles / copy:9,.0f}{load / copy:7.1f}"
            f"{python * ms:10.2f}{server * ms:8.2f}{bare * ms:7.2f}{(python + server) / bare:7.1f}"
            f"{night / self.loads[0].seconds:9,.0f}{night / self.loads[-1].seconds:7,.0f}{self.written:12,}"
        )


HEADER = (
    f"{'':10}{'articles a second':>24}{'processor, ms an article':>32}{'loader, night':>16}{'rows written':>14}\n"
    f"{'':10}{'loader':>8}{'COPY':>9}{'times':>7}{'Python':>10}{'server':>8}{'COPY':>7}{'times':>7}{'first':>9}{'last':>7}"
    f"{'in news':>12}"
)


def living_articles(news: GeneratedNews) -> Iterator[Article]:
    """Yield generated articles of active papers, without end; the other papers have no page to fetch."""
    articles = (generated.article for number in counting() for generated in news.batch(number))
    yield from (
        with_known_address(a, n) for n, a in enumerate(articles, 1) if outlet_by_key(a.outlet).status == "active"
    )


def with_known_address(article: Article, number: int) -> Article:
    """Return the article with an address that its paper's identity rules accept, so that the frontier keeps it."""
    outlet = outlet_by_key(article.outlet)
    path = address_form(outlet.key, outlet.family).format(
        slug=f"tin-so-{number}",
        section="xa-hoi",
        month="202611",
        number=100_000 + number,
        id7=f"{number:07x}",
        id9=f"id{number:07}",
        id15=f"261120{number:09}",
    )
    url = f"https://{outlet.home_host}{path}"
    identity = identify(url, outlet)
    if identity is None:
        sys.exit(f"{url}: the rules of {outlet.key} accept no article there: correct `with_known_address`")
    return replace(article, url=url, id_space=identity.id_space, native_id=identity.native_id)


def edited(article: Article, rng: random.Random) -> Article:
    """Return the article after an editor touched about 5 % of its paragraphs, one at least."""
    always_changed = rng.randrange(len(article.body))
    return replace(
        article,
        body=[
            Block(b.kind, f"{b.text} Tin được bổ sung.") if n == always_changed or rng.random() < CHANGED_SHARE else b
            for n, b in enumerate(article.body)
        ],
    )


def archive_night(archive: Archive, articles: Iterable[Article], at: datetime) -> list[tuple[Path, list[Reading]]]:
    """Archive one night's captures, one file for each paper; return each file with its readings."""
    by_paper: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_paper[article.outlet].append(article)
    files = []
    for key, paper_articles in by_paper.items():
        writer, readings = WarcWriter(archive, key, f"night-{at:%Y%m%d}"), []
        for n, article in enumerate(paper_articles):
            fetched_at = at + timedelta(seconds=n)
            record_id = writer.write_exchange(
                url=article.url,
                method="GET",
                request_headers=[],
                status=200,
                reason="OK",
                body=b"",
                response_headers=[("Content-Type", "text/html"), ("ETag", f'"{article.text_hash[:16]}"')],
                fetched_at=fetched_at,
            )
            readings.append(
                Reading(
                    record_id=record_id,
                    url=article.url,
                    fetched_at=fetched_at.isoformat(),
                    outlet=key,
                    build="generated",
                    parser="generated/1",
                    result=ArticleRead(article),
                )
            )
        files.append((writer.seal(), readings))
    return files


def read_nothing(refs: list[CaptureRef]) -> list[Reading]:
    """Read no capture again: one build reads all nights in order, so the loader must ask for none."""
    if refs:
        sys.exit(f"the loader asked for {len(refs)} earlier captures: what it measured is another load")
    return []


def load(conn: psycopg.Connection, files: list[tuple[Path, list[Reading]]], costs: LoadCosts) -> None:
    """Load one night and add its cost."""
    before = rows_written(conn)
    with Meter(conn).measuring(costs.loads):
        for path, readings in files:
            report = load_warc(conn, path, readings, read_nothing, "generated")
            if report.articles != len(readings):
                sys.exit(f"{path.name}: {report} of {len(readings)}")
    costs.articles += sum(len(readings) for _, readings in files)
    costs.written += rows_written(conn) - before


def rows_written(conn: psycopg.Connection) -> int:
    """Return how many rows of `news` were ever inserted, updated or deleted."""
    conn.execute("SELECT pg_stat_force_next_flush()")
    row = conn.execute(
        "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables WHERE schemaname = 'news'"
    ).fetchone()
    assert row is not None
    return int(row[0])


def copy_plainly(conn: psycopg.Connection, articles: list[Article], since: datetime, costs: LoadCosts) -> None:
    """Copy the rows of these articles into tables without indexes or constraints, and add the cost."""
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS batch (article_id bigint PRIMARY KEY)")
    conn.execute("TRUNCATE pg_temp.batch")
    conn.cursor().executemany("INSERT INTO batch VALUES (%s)", [(a.article_id,) for a in articles])
    rows = {}
    for table, condition in TABLES.items():
        query = f"COPY (SELECT t.* FROM {table} AS t {condition.format(since=since.isoformat())}) TO STDOUT"
        with conn.cursor().copy(query) as copy:
            rows[table] = [bytes(block) for block in copy]
    with Meter(conn).measuring(costs.copies), conn.transaction():
        for table, blocks in rows.items():
            with conn.cursor().copy(f"COPY {bare_table(table)} FROM STDIN") as copy:
                for block in blocks:
                    copy.write(block)


def bare_table(table: str) -> str:
    """Return the name of a table's copy without indexes."""
    return f"bare.{table.replace('.', '_')}"


def measure(
    conn: psycopg.Connection, archive: Archive, count: int, kinds: Sequence[str] = KINDS
) -> dict[str, LoadCosts]:
    """Load `count` articles once for each kind, night by night; return the costs of each kind of load."""
    conn.execute("CREATE SCHEMA bare")
    for table in TABLES:
        conn.execute(f"CREATE TABLE {bare_table(table)} AS SELECT * FROM {table} WITH NO DATA")
    costs, rng = {kind: LoadCosts() for kind in kinds}, random.Random(0)
    news = islice(living_articles(GeneratedNews()), count)
    with Progress(console=Console(stderr=True, width=len(HEADER.splitlines()[0])), transient=True) as bar:
        bar.console.print(HEADER)
        task = bar.add_task("loading", total=count * len(kinds))
        for night in range(-(-count // ARTICLES_A_NIGHT)):
            articles = [*islice(news, ARTICLES_A_NIGHT)]
            changed = [edited(article, rng) for article in articles]
            for day, (kind, batch) in enumerate(zip(kinds, (articles, changed, changed), strict=False)):
                at = FIRST_NIGHT + timedelta(days=3 * night + day)
                load(conn, archive_night(archive, batch, at), costs[kind])
                copy_plainly(conn, batch, at, costs[kind])
                bar.advance(task, len(batch))
            bar.console.print(f"{costs[kinds[0]].articles:,} articles")
            for kind in kinds:
                bar.console.print(costs[kind].line(kind))
    return costs


def measure_rebuild(conn: psycopg.Connection, archive: Archive, count: int) -> dict[str, LoadCosts]:
    """Load `count` new articles as a rebuild does; return the costs, the indexes' among them."""
    with ExitStack() as indexes:
        indexes.enter_context(indexed_at_the_end(conn))
        costs = measure(conn, archive, count, ["new"])
        with Meter(conn).measuring(costs["new"].indexes):
            indexes.close()
    return costs


def main() -> None:
    """Print articles a second of each kind of load and of COPY; exit with 1 if an unchanged load wrote in `news`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rebuild", action="store_true", help="new articles alone, into an empty database")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer(Path(folder) / "home")
        try:
            migrate(server.start())
            with connect(server.url) as conn:
                sync_catalogue(conn)
                measured = measure_rebuild if arguments.rebuild else measure
                costs = measured(conn, Archive(Path(folder) / "archive"), arguments.articles)
                version = conn.info.server_version
                print(f"{arguments.articles:,} articles in nights of {ARTICLES_A_NIGHT:,}, PostgreSQL {version}")
        finally:
            server.destroy()
    print(HEADER)
    for kind, load_costs in costs.items():
        print(load_costs.line(kind))
    sys.exit("unchanged" in costs and costs["unchanged"].written != 0)


if __name__ == "__main__":
    main()
