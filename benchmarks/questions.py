"""Time the twelve questions and the search on generated articles: `python benchmarks/questions.py [--articles N]`.

It fills a database of its own (an embedded PostgreSQL under --home, or --database URL) with N invented articles, prints
what they are like, asks every question of docs/questions.md several times, and compares each answer with a slow and
obvious one. It can be stopped at any moment; started again it goes on, and asks a full database at once. A million
articles take some 26 GB, and forty minutes on two idle cores, most of it for the search. Shorter ways: --search M
leaves all but the first M articles out of the search; --syllables makes shorter texts; --times repeats the N articles.
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
from compared import differences, questions, subject
from generated_news import MEDIAN_SYLLABLES, PARAGRAPHS, GeneratedNews
from generated_tables import fill, fill_search, finish, index_search
from invented_words import syllables
from multiplied_tables import OF_THE_SEARCH, OTHERS, multiply
from platformdirs import user_cache_path

from crawler.commands.terminal import progress_bar
from crawler.database import connect, migrate
from crawler.local.postgres import PostgresServer
from crawler.warehouse import refresh_summaries, sync_catalogue

MOST_MS = 200
FOLDER = user_cache_path("baotinh") / "questions-benchmark"
SAMPLE = 20_000  # articles whose words are counted


def load(  # noqa: PLR0917
    conn: psycopg.Connection, articles: int, searched: int, length: int, times: int, for_search_only: bool
) -> None:
    """Load the articles that are not in the tables yet, and everything derived from them."""
    sync_catalogue(conn)
    # A crash of the machine costs a batch, which the next call makes again.
    conn.execute("SET synchronous_commit = off")
    with step("the paragraphs"):
        news = GeneratedNews(paragraphs=min(PARAGRAPHS, max(3000, articles // 4)), syllables=length)
    with step("the articles"), progress_bar("articles") as progress:
        fill(conn, news, articles, progress)
    with step("their words"), progress_bar("words") as progress:
        fill_search(conn, news, searched, progress)
    if times > 1:
        with step("the same articles again"), progress_bar("times") as progress:
            multiply(conn, times, OF_THE_SEARCH if for_search_only else OF_THE_SEARCH + OTHERS, progress)
    with step("the search index"):
        index_search(conn)
    with step("coverage and statistics"):
        finish(conn)
    if for_search_only:
        return
    with step("the summaries, as the night brings them up to date"):
        refresh_summaries(conn)
    with step("the summaries again, unchanged"):
        refresh_summaries(conn)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the step's name, and how long it took."""
    began = time.perf_counter()
    print(f"{name} …", file=sys.stderr, flush=True)
    yield
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def describe(conn: psycopg.Connection) -> None:
    """Print the number of articles, and the distribution of their words."""
    [[count, words]] = conn.execute(
        "SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY word_count) FROM news.article_record"
    ).fetchall()
    [[searched]] = conn.execute("SELECT count(*) FROM news.article_search").fetchall()
    word_counts: Counter[str] = Counter()
    with_province = 0
    texts = conn.execute("SELECT body FROM news.article_text ORDER BY article_id LIMIT %s", [SAMPLE]).fetchall()
    for (body,) in texts:
        words_of_text = re.findall(r"\w+", " ".join(body).lower())
        word_counts.update(words_of_text)
        with_province += "tỉnh" in words_of_text
    ranked = [n for _, n in word_counts.most_common()]
    print(f"{count:,} articles, {searched:,} of them in the search index; median of {words} words")
    print(
        f"of a sample of {len(texts):,}: {len(set(syllables()) & word_counts.keys()):,} different syllables, "
        f"'tỉnh' in {with_province / len(texts):.1%} of the articles; "
        + "the words of rank "
        + ", ".join(f"{rank}: {ranked[rank - 1]:,}" for rank in (1, 10, 100, 1000))
    )
    memory = psutil.virtual_memory().total / 2**30
    print(f"{os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f}; {version(conn)}\n")


def version(conn: psycopg.Connection) -> str:
    """Return the server's version and its shared memory for pages."""
    rows = conn.execute("SELECT current_setting('server_version'), current_setting('shared_buffers')").fetchall()
    return "PostgreSQL {}, shared_buffers {}".format(*rows[0])


def timed(conn: psycopg.Connection, query: str, runs: int) -> tuple[list[float], list[Any], list[str]]:
    """Run a query once and `runs` times more; return the milliseconds, the rows and their columns."""
    times = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        cursor = conn.execute(query.encode())
        rows = cursor.fetchall()
        times.append((time.perf_counter() - began) * 1000)
    return times, rows, [column.name for column in cursor.description or ()]


def ask(conn: psycopg.Connection, runs: int) -> bool:
    """Print a table of the questions; return True if every answer was that of the slow query."""
    word, all_right = subject(conn), True
    print("| question | rows | first ms | median ms | max ms | slow query |\n|---|---|---|---|---|---|")
    for place, (name, query) in enumerate(questions(word)):
        (first, *warm), rows, columns = timed(conn, query, runs)
        began = time.perf_counter()
        difference = differences(conn, place, rows, columns, word)
        result = difference or f"the same, {time.perf_counter() - began:.1f} s"
        all_right = all_right and not difference
        print(f"| {name} | {len(rows)} | {_figures(first, warm)} | {result} |", flush=True)
    return all_right


def search(conn: psycopg.Connection, runs: int) -> None:
    """Print a table of searches: selective, common, phrases, without accents, counts."""
    words_by_rank = syllables()
    rare, selective, middling = words_by_rank[6000], words_by_rank[1500], words_by_rank[220]
    two_selective = f"{words_by_rank[600]} {words_by_rank[900]}"
    print("\n| search | articles with it | rows | first ms | median ms | max ms |\n|---|---|---|---|---|---|")
    for name, call, words in (
        ("a rare word", f"'{rare}'", rare),
        ("a selective word", f"'{selective}'", selective),
        ("two selective words", f"'{two_selective}'", two_selective),
        ("a word of a fifth of the articles, best first", f"'{middling}'", middling),
        ("the same, newest first", f"'{middling}', newest => true", middling),
        ("'tỉnh', best first", "'tỉnh'", "tỉnh"),
        ("'tỉnh', newest first", "'tỉnh', newest => true", "tỉnh"),
        (
            "'tỉnh', newest first, one province and month",
            "'tỉnh', province => 'An Giang', since => '2026-09-01', until => '2026-09-30', newest => true",
            "tỉnh",
        ),
        ("a phrase of two common words", "'\"của tỉnh\"'", '"của tỉnh"'),
        ("a phrase with a selective word", f"'\"các {selective}\"'", f'"các {selective}"'),
        ("'tinh' without accents, newest first", "'tinh', newest => true", "tinh"),
    ):
        count = f"SELECT news.search_count('{words}')"
        (first, *warm), [[articles]], _ = timed(conn, count, 2)
        counting_took = _figures(first, warm)
        (first, *warm), rows, _ = timed(conn, f"SELECT * FROM news.search({call})", runs)
        print(f"| {name} | {articles:,} | {len(rows)} | {_figures(first, warm)} |")
        print(f"| … counted | {articles:,} | 1 | {counting_took} |", flush=True)


def count_by(conn: psycopg.Connection, runs: int) -> None:
    """Print a table of counts by month, paper and section: of a common word, of alternatives, within filters.

    Beside the clock stands the processor time of a count in the connection's process, which others hardly change.
    """
    middling, beginning = syllables()[220], syllables()[220][:2]
    backend = psutil.Process(conn.info.backend_pid)
    print("\n| counts of | articles | rows | first ms | median ms | max ms | processor ms |")
    print("|---|---|---|---|---|---|---|")
    for name, call in (
        ("a word of a fifth of the articles, by month", f"'{middling}'"),
        ("'tỉnh' (nearly every article), by month", "'tỉnh'"),
        ("'tỉnh', by paper", "'tỉnh', 'outlet'"),
        ("'tỉnh', by section", "'tỉnh', 'section'"),
        ("'tỉnh', by month and section", "'tỉnh', 'month, section'"),
        ("'tỉnh' by month, one common section", "'tỉnh', section => 'economy'"),
        ("two words with OR, by month", f"'{middling} OR {syllables()[90]}'"),
        ("a word without another, by month", f"'tỉnh -{middling}'"),
        ("a beginning of two letters, by month", f"'{beginning}*'"),
        ("a phrase of two common words, by month", "'\"của tỉnh\"'"),
        ("all articles, by month", "NULL"),
    ):
        before = sum(backend.cpu_times()[:2])
        (first, *warm), rows, _ = timed(conn, f"SELECT * FROM news.search_counts({call})", runs)
        processor = (sum(backend.cpu_times()[:2]) - before) * 1000 / (runs + 1)
        articles = sum(row[-1] for row in rows)
        print(f"| {name} | {articles:,} | {len(rows)} | {_figures(first, warm)} | {processor:.0f} |", flush=True)


def _figures(first: float, warm: list[float]) -> str:
    median = statistics.median(warm)
    return f"{first:.0f} | {'**' * (median >= MOST_MS)}{median:.0f}{'**' * (median >= MOST_MS)} | {max(warm):.0f}"


def main() -> None:
    """Load, describe, ask; exit with 1 if an answer is not that of the slow query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--search", type=int, help="how many of them are in the search index (default: all)")
    parser.add_argument("--syllables", type=int, default=MEDIAN_SYLLABLES, help="median length of a text, about")
    parser.add_argument("--times", type=int, default=1, help="how many times each of them is there in the end")
    parser.add_argument("--database", help="a PostgreSQL 18 whose database is this benchmark's alone")
    parser.add_argument("--home", type=Path, default=FOLDER, help=f"folder of the embedded one ({FOLDER})")
    parser.add_argument("--runs", type=int, default=5, help="warm runs of each question")
    parser.add_argument("--ask-only", action="store_true", help="the database is full: only ask")
    parser.add_argument("--search-only", action="store_true", help="ask, and repeat the rows of, the search alone")
    arguments = parser.parse_args()
    server = None if arguments.database else PostgresServer(arguments.home)
    url = server.start() if server else arguments.database
    try:
        migrate(url)
        with connect(url) as conn:
            if not arguments.ask_only:
                searched = arguments.articles if arguments.search is None else arguments.search
                load(conn, arguments.articles, searched, arguments.syllables, arguments.times, arguments.search_only)
            describe(conn)
            all_right = arguments.search_only or ask(conn, arguments.runs)
            search(conn, arguments.runs)
            count_by(conn, arguments.runs)
    finally:
        if server:
            server.stop()
    sys.exit(not all_right)


if __name__ == "__main__":
    main()
