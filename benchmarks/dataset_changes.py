"""Export a dataset, change one article, export again: `python benchmarks/dataset_changes.py [--articles N]`.

It fills an embedded PostgreSQL of its own with one month of N invented articles and prints, for a first export, one of
the same rows and one after a change of one article, the files written and the seconds. Exit status 1: the change
wrote another number of files than one, or the rows of the files are not those of the tables.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pyarrow.dataset as parquet
from generated_news import GeneratedNews
from generated_tables import fill

from crawler.commands.terminal import progress_bar
from crawler.database import connect, migrate
from crawler.local.postgres import PostgresServer
from crawler.warehouse import sync_catalogue
from crawler.warehouse.dataset import Selection, write_dataset

CHANGE = """
    UPDATE news.article_record SET tags = '{changed}'
    WHERE article_id = (SELECT min(article_id) FROM news.article_record)"""


def exports(conn: psycopg.Connection, folder: Path) -> bool:
    """Print a line an export; return True if the change wrote one file and the files hold what the tables hold."""
    print("| export | files written | left as they were | s | s of this process |\n|---|---:|---:|---:|---:|")
    for name, change in (("the first", None), ("unchanged", None), ("one article changed", CHANGE)):
        if change:
            conn.execute(change)
        began, worked = time.perf_counter(), time.process_time()
        dataset = write_dataset(conn, folder, Selection())
        took, own = time.perf_counter() - began, time.process_time() - worked
        print(f"| {name} | {len(dataset.written):,} | {dataset.unchanged:,} | {took:.0f} | {own:.0f} |", flush=True)
    [[articles]] = conn.execute("SELECT count(*) FROM news.article_record").fetchall()
    held = parquet.dataset(folder / "articles", format="parquet").count_rows()
    print(f"\n{held:,} articles in the files, {articles:,} in the tables; the last export wrote {dataset.written}")
    return len(dataset.written) == 1 and held == articles


def main() -> None:
    """Fill, export three times, clean up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baotinh-dataset-") as folder:
        server = PostgresServer(Path(folder))
        url = server.start()
        try:
            migrate(url)
            with connect(url) as conn, progress_bar("articles") as progress:
                sync_catalogue(conn)
                paragraphs = max(3000, arguments.articles // 20)
                fill(conn, GeneratedNews(paragraphs=paragraphs, days=30, syllables=60), arguments.articles, progress)
                conn.execute("ANALYZE")
            with connect(url) as conn:
                is_right = exports(conn, Path(folder) / "dataset")
        finally:
            server.stop()
    sys.exit(not is_right)


if __name__ == "__main__":
    main()
