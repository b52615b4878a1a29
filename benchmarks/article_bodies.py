"""Score the generic family's bodies on a public benchmark: `python benchmarks/article_bodies.py FOLDER [--min F1]`.

FOLDER holds ground-truth.json ({id: {"articleBody", "url"}}) and html/ID.html.gz, as
scrapinghub/article-extraction-benchmark lays them out; the measure is that benchmark's own: runs of four words,
each page with the same weight. Trafilatura alone, tuned for precision, is scored in the same run.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from crawler.article import Identity
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites.families.generic import Generic

WORDS_A_RUN = 4


def generic_text(html: str, url: str) -> str:
    """Return lead and body as the generic family reads them."""
    paper = outlet_by_key("baosonla")
    page = SavedPage(html.encode("utf8", "replace"), url, datetime(2026, 1, 1, tzinfo=UTC))
    article = Generic(page, paper, Identity(paper.key, paper.key, "1")).article()
    return "\n".join([article.lead or "", *(block.text for block in article.body)]) if article else ""


def trafilatura_text(html: str, url: str) -> str:
    """Return the text that trafilatura extracts."""
    return trafilatura.extract(html, url=url, include_comments=False, favor_precision=True) or ""


def word_runs(text: str) -> Counter[tuple[str, ...]]:
    """Count each run of four words."""
    words = re.findall(r"\w+", text)
    places = range(max(1, len(words) - WORDS_A_RUN + 1))
    return Counter(run for n in places if (run := tuple(words[n : n + WORDS_A_RUN])))


def precision_and_recall(text: str, truth: str) -> tuple[float | None, float | None]:
    """Return precision (None if the text is empty) and recall (None if the truth is empty) of the words' runs."""
    text_runs, truth_runs = word_runs(text), word_runs(truth)
    hits = (text_runs & truth_runs).total()
    return (
        hits / text_runs.total() if text_runs else None,
        hits / truth_runs.total() if truth_runs else None,
    )


def score(name: str, read: Callable[[str, str], str], folder: Path) -> float:
    """Read every page, print one line of scores, and return F1."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf8"))
    pages = {key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()).decode("utf8") for key in truth}
    started = time.perf_counter()
    pairs = [precision_and_recall(read(pages[key], t["url"]), t["articleBody"]) for key, t in truth.items()]
    seconds = time.perf_counter() - started
    precision = statistics.mean(p for p, _ in pairs if p is not None)
    recall = statistics.mean(r for _, r in pairs if r is not None)
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"{name:24} {len(pairs)} pages  F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  "
        f"{seconds / len(pairs) * 1000:.1f} ms a page"
    )
    return f1


def main() -> None:
    """Score both; exit with 1 if the generic family's F1 is below --min."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--min", type=float, default=0.964)
    arguments = parser.parse_args()
    f1 = score("baotinh, generic", generic_text, arguments.folder)
    score(f"trafilatura {trafilatura.__version__}", trafilatura_text, arguments.folder)
    sys.exit(f1 < arguments.min)


if __name__ == "__main__":
    main()
