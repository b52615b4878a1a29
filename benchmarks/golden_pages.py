"""Score the generic family on other outlets' golden pages: `python benchmarks/golden_pages.py FOLDER [--show FIELD]`.

FOLDER is laid out as tests/resources/parser/test_data of flairNLP/fundus: COUNTRY/PUBLISHER.json holds what a person
confirmed, PUBLISHER_DATE.html.gz the page, meta.info its address. Nobody wrote rules for these outlets here, and their
pages are not Vietnamese: the measure is that the reader of one page does not get worse.
"""

import argparse
import gzip
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from article_bodies import precision_and_recall

from crawler.article import Article, Identity
from crawler.outlets import outlet_by_key
from crawler.page import SavedPage
from crawler.sites.families.generic import Generic
from crawler.vietnamese.text import fold


class GoldenPage(NamedTuple):
    """One page, its address, and its fields as a person confirmed them."""

    name: str
    page: SavedPage
    truth: dict[str, Any]


def golden_pages(folder: Path) -> Iterator[GoldenPage]:
    """Yield every page with its truth: a publisher's versions are in the order of its pages' dates."""
    for file in sorted(folder.glob("*/*.json")):
        addresses = json.loads((file.parent / "meta.info").read_text("utf8"))
        truths = json.loads(file.read_text("utf8")).values()
        for saved, truth in zip(sorted(file.parent.glob(f"{file.stem}_[12]*.html.gz")), truths, strict=True):
            fetched_at = datetime.fromisoformat(addresses[saved.name]["crawl_date"]).astimezone()
            page = SavedPage(gzip.decompress(saved.read_bytes()), addresses[saved.name]["url"], fetched_at)
            yield GoldenPage(saved.name, page, truth)


def article_of(page: SavedPage) -> Article | None:
    """Read a page with the generic family, as if it were a page of some paper of the catalogue."""
    paper = outlet_by_key("baosonla")
    return Generic(page, paper, Identity(paper.key, paper.key, "1")).article()


def true_text(truth: dict[str, Any]) -> str:
    """Return the summary, subheads and paragraphs in their order."""
    body = truth.get("body") or {"summary": [], "sections": []}
    parts = [*body["summary"], *(text for s in body["sections"] for text in (*s["headline"], *s["paragraphs"]))]
    return "\n".join(parts)


def same_minute(published_at: str | None, truth: str | None) -> bool:
    """Return True if both name the same minute."""
    if not published_at or not truth:
        return False
    apart = datetime.fromisoformat(published_at) - datetime.fromisoformat(truth).astimezone()
    return abs(apart.total_seconds()) < 60


def file_names(truth: dict[str, Any]) -> set[str]:
    """Return the file names of every version of the article's pictures."""
    versions = [v["url"] for image in truth.get("images") or [] for v in image["versions"]]
    return {_file_name(url) for url in versions}


def _file_name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1]


def main() -> None:
    """Print one line a field, and with --show the pages whose field is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=["headline", "published_at", "bylines", "body"])
    arguments = parser.parse_args()
    pages = list(golden_pages(arguments.folder))
    right: Counter[str] = Counter()
    bodies: list[tuple[float, float]] = []
    named = true_names = right_names = given = right_images = 0
    started = time.process_time()
    for golden in pages:
        article = article_of(golden.page)
        truth, writers = golden.truth, {fold(name) for name in golden.truth.get("authors") or []}
        names = {fold(b.name) for b in article.bylines} if article else set()
        text = "\n".join([(article.lead or ""), *(b.text for b in article.body)]) if article else ""
        precision, recall = precision_and_recall(text, true_text(truth))
        bodies += [(precision or 0.0, recall)] if recall is not None else []
        verdicts = {
            "headline": article is not None and fold(article.headline) == fold(truth["title"]),
            "published_at": article is not None and same_minute(article.published_at, truth.get("publishing_date")),
            "bylines": names == writers,
            "body": min(precision or 0.0, recall or 0.0) >= 0.9,
        }
        named, true_names, right_names = (
            named + len(names),
            true_names + len(writers),
            right_names + len(names & writers),
        )
        shown = {_file_name(image.url) for image in article.images} if article else set()
        given, right_images = given + len(shown), right_images + len(shown & file_names(truth))
        right.update(field for field, is_right in verdicts.items() if is_right)
        if arguments.show and not verdicts[arguments.show]:
            print(
                golden.name, verdicts, sorted(names), sorted(writers), article.headline if article else None, sep="  "
            )
    seconds = time.process_time() - started
    precision, recall = statistics.mean(p for p, _ in bodies), statistics.mean(r for _, r in bodies)
    print(f"{len(pages)} pages, {seconds / len(pages) * 1000:.0f} ms a page")
    print(
        f"body F1 {2 * precision * recall / (precision + recall):.4f} (precision {precision:.4f}, recall {recall:.4f})"
    )
    print(f"headline {right['headline']}, minute {right['published_at']}, all writers {right['bylines']}")
    print(f"authors precision {right_names / max(1, named):.3f}, recall {right_names / max(1, true_names):.3f}")
    print(f"images {right_images} of {given} given are the article's")


if __name__ == "__main__":
    main()
