"""Measure how a re-parse spreads: `python benchmarks/reparse_workers.py [--pages N] [--files N]`.

Pages of the sample press, one a paper, are archived again and again, in so many files. Their comparison is done by one
worker, then by two that share the files out as the DAG `reparse` does, each with one process that reads. The clock
depends on what else the machine does; processor time does not: two workers take as long as the busier of them.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from scale import SizedPage, archive_page, pages_of

from crawler.archive import Archive, WarcWriter, write_readings
from crawler.contributor.builds import LoadedBuilds
from crawler.contributor.replay import replay

OLDER = "older"


def archive_pages(pages: Sequence[SizedPage], archive: Archive, count: int, files: int) -> list[Path]:
    """Archive `count` pages in so many files, each of one paper, with the empty readings of an older build."""
    paths = []
    for number in range(files):
        page = pages[number % len(pages)]
        writer = WarcWriter(archive, page.outlet.key, f"reparse-{number}")
        for _ in range(count // files):
            archive_page(writer, page)
        path = writer.seal()
        write_readings(archive, path, OLDER, ())
        paths.append(path)
    return paths


def compare(root: Path, files: Sequence[Path]) -> tuple[int, float]:
    """Compare the files in this process and one that reads; return their pages and the seconds of a processor."""
    builds = LoadedBuilds(Archive(root), {file.name: OLDER for file in files})
    before = _processor_seconds()
    result = replay(files, builds, examples=1, file_done=lambda _: None, workers=1)
    return result.pages, _processor_seconds() - before


def _processor_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def by_workers(root: Path, shares: Sequence[Sequence[Path]]) -> tuple[int, float, float]:
    """Let one worker compare each share; return the pages, the clock's seconds, and the busiest worker's own."""
    started = time.perf_counter()
    with ProcessPoolExecutor(len(shares), get_context("spawn")) as workers:
        done = [*workers.map(compare, [root] * len(shares), shares)]
    return sum(pages for pages, _ in done), time.perf_counter() - started, max(seconds for _, seconds in done)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_400)
    parser.add_argument("--files", type=int, default=14)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = archive_pages(pages_of(None), Archive(root), asked.pages, asked.files)
        files.sort(key=lambda file: file.name.partition("-")[2])
        compare(root, files[:1])  # what is imported and compiled at first
        rows = [by_workers(root, shares) for shares in ([files], [files[::2], files[1::2]])]
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.0f} programs that want one\n")
    print("| workers | pages | seconds | seconds of the busiest worker's processor |")
    print("|---:|---:|---:|---:|")
    for workers, (pages, clock, processor) in enumerate(rows, 1):
        print(f"| {workers} | {pages:,} | {clock:.1f} | {processor:.1f} |")
    (_, one_clock, one), (_, two_clock, two) = rows
    print(f"\ntwo workers: {one / two:.2f} times one by processor time, {one_clock / two_clock:.2f} by the clock")
    sys.exit(one / two < 1.7)


if __name__ == "__main__":
    main()
