"""Unfinished entries: what `new-outlet` leaves for a person, and what a paper of the catalogue must have."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from crawler.outlets.outlet import Outlet
from crawler.outlets.records import TO_FILL, Evidence, evidence_of

_SAVED_PAGE = "a saved page of the paper"  # the source that `new-outlet` writes: then there is a page to record


def unfinished_parts(outlet: Outlet, pages: Path | None = None, folder: Traversable | None = None) -> list[str]:
    """Return what is missing in an outlet's entry and evidence, a line for each.

    `pages` is the folder of recorded pages, where there is a checkout; `folder` the catalogue's (default: its own).
    """
    folder = folder or resources.files("crawler.outlets")
    evidence = evidence_of(outlet.key)
    parts = [
        *_lines_to_fill(folder / f"{outlet.key}.yaml"),
        *_lines_to_fill(folder / "evidence" / f"{outlet.key}.yaml"),
    ]
    return [*parts, *_empty_parts(outlet, evidence), *_unrecorded(outlet, evidence, pages)]


def _lines_to_fill(file: Traversable) -> Iterator[str]:
    text = file.read_text("utf8") if file.is_file() else ""
    for number, line in enumerate(text.splitlines(), start=1):
        if TO_FILL in line:
            yield f"{file.name}, line {number}: {line.strip()}"


def _empty_parts(outlet: Outlet, evidence: Evidence) -> Iterator[str]:
    """Yield each list of the entry that no paper has empty."""
    if not outlet.former_province_codes:
        yield "former_province_codes: each paper was one of a province before July 2025 (sql/seed/former_provinces.csv)"
    if outlet.status == "active" and not outlet.channels:
        yield "channels: nothing announces its articles; '/: guessed' names the front page"
    if outlet.status == "active" and not evidence.article_urls:
        yield "article_urls in its evidence: no real address shows that the rules of its articles fit"


def _unrecorded(outlet: Outlet, evidence: Evidence, pages: Path | None) -> Iterator[str]:
    """Yield a line for a paper that `new-outlet` proposed from a saved page, without a recorded one."""
    has_page = any(article.source == _SAVED_PAGE for article in evidence.article_urls)
    if has_page and pages is not None and not any(pages.glob(f"{outlet.key}-*.json")):
        yield f"no page in {pages}: `baotinh record PAGE --url URL` saves its scrubbed twin, for a person to check"
