"""Compare the parser's time a page with trafilatura's and newspaper4k's: `python benchmarks/parse_speed.py [FOLDER]`.

FOLDER holds saved pages (NAME.html beside NAME.json with "url"); without one only the sample press's pages are read,
which cover every family. All three read in one process, in turn, so that a busy machine slows all alike: in each round
a reader reads one page after the other, as a night does, and of each page its best round counts. All fields are read:
HTML's bytes in, ours is the whole contract (`crawler.sites.read`), theirs with metadata. newspaper4k is in the
dependency group `benchmark`: `uv run --group benchmark python …`.
"""

import argparse
import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import trafilatura

from crawler.article import ArticleRead
from crawler.outlets import Outlet, catalogue, outlet_by_url
from crawler.page import SavedPage
from crawler.sample_press import SamplePress
from crawler.sites import read

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns that nltk is missing, which only its summaries need
    import newspaper

FETCHED = datetime(2026, 9, 1, tzinfo=UTC)
ARTICLES_A_FAMILY = 3
Times = dict[str, float]
# The project's promise for its parser: at most this share of another's time a page.
MAX_SHARES = {"trafilatura": 1 / 6, "newspaper4k": 1 / 10}


@dataclass(frozen=True)
class BenchmarkPage:
    """One page with the group under which it is counted."""

    group: str
    outlet: Outlet
    url: str
    body: bytes


def with_baotinh(page: BenchmarkPage) -> bool:
    """Read all fields as the loader does; the tree is parsed anew."""
    return _is_article(page, proven=True)


def as_on_trial(page: BenchmarkPage) -> bool:
    """Read as with_baotinh, for a paper on trial: another extractor reads the body too, as a witness."""
    return _is_article(page, proven=False)


def _is_article(page: BenchmarkPage, *, proven: bool) -> bool:
    outlet = msgspec.structs.replace(page.outlet, crawled=proven)
    return isinstance(read(SavedPage(page.body, page.url, FETCHED), outlet).result, ArticleRead)


def with_trafilatura(page: BenchmarkPage) -> bool:
    """Read text and metadata."""
    return (
        trafilatura.bare_extraction(page.body.decode("utf8", "replace"), url=page.url, with_metadata=True) is not None
    )


def with_newspaper(page: BenchmarkPage) -> bool:
    """Read title, authors, date, text and pictures."""
    article = newspaper.Article(page.url, language="vi", fetch_images=False)
    article.download(input_html=page.body.decode("utf8", "replace"))
    article.parse()
    return bool(article.title)


def only_the_tree(page: BenchmarkPage) -> bool:
    """Decode and parse, but read no field: no reader with an lxml tree can be faster."""
    return SavedPage(page.body, page.url, FETCHED).tree is not None


READERS: dict[str, Callable[[BenchmarkPage], bool]] = {
    "baotinh": with_baotinh,
    "on trial": as_on_trial,
    "trafilatura": with_trafilatura,
    "newspaper4k": with_newspaper,
    "the tree": only_the_tree,
}


def benchmark_pages(folder: Path | None) -> list[BenchmarkPage]:
    """Return the saved pages and some of the sample press's of every family."""
    pages = []
    for file in sorted(folder.glob("*.html")) if folder else []:
        url = json.loads(file.with_suffix(".json").read_text("utf8"))["url"]
        if paper := outlet_by_url(url):
            pages.append(BenchmarkPage("saved pages", paper, url, file.read_bytes()))
    sample_press, families = SamplePress(), set[str]()
    for paper in catalogue().values():
        if paper.family not in families and paper.status == "active":
            families.add(paper.family)
            articles = sample_press.truth(paper.key)[:ARTICLES_A_FAMILY]
            bodies = [sample_press.answer(article.host, article.path).body for article in articles]
            pages += [
                BenchmarkPage(paper.family, paper, article.url, body)
                for article, body in zip(articles, bodies, strict=True)
            ]
    return pages


def best_times(pages: list[BenchmarkPage], rounds: int) -> list[Times]:
    """Return for each page the readers' shortest times, in seconds of the processor."""
    best = [dict.fromkeys(READERS, float("inf")) for _ in pages]
    for _ in range(rounds):
        for name, reader in READERS.items():
            for page, times in zip(pages, best, strict=True):
                started = time.process_time()
                is_read = reader(page)
                times[name] = min(times[name], time.process_time() - started)
                if name == "baotinh" and not is_read:
                    sys.exit(f"{page.url}: not read as an article: its time says nothing")
    return best


def our_share(times_of_pages: list[Times], other: str) -> float:
    """Return our share of another's time over pages."""
    return sum(times["baotinh"] for times in times_of_pages) / sum(times[other] for times in times_of_pages)


def main() -> None:
    """Print our share of each other parser's time, by group and overall; exit with 1 if it is more than promised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    pages = benchmark_pages(arguments.folder)
    best = best_times(pages, arguments.rounds)
    groups: dict[str, list[Times]] = {}
    for page, times in zip(pages, best, strict=True):
        groups.setdefault(page.group, []).append(times)
    for name, group_times in {**groups, "all": best}.items():
        shares = ", ".join(f"1/{1 / our_share(group_times, other):.1f} of {other}'s" for other in MAX_SHARES)
        print(f"{name:12} {len(group_times):3} pages: {shares} time a page")
    medians = (f"1/{statistics.median(t[other] / t['baotinh'] for t in best):.1f} of {other}'s" for other in MAX_SHARES)
    print(f"{'median page':12}           : {', '.join(medians)}")
    print(f"on trial a page takes {1 / our_share(best, 'on trial'):.1f} times as long (at most 200 pages a night)")
    print(f"the tree alone takes {1 / our_share(best, 'the tree'):.0%} of our time")
    sys.exit(any(our_share(best, other) > most for other, most in MAX_SHARES.items()))


if __name__ == "__main__":
    main()
