"""Recorded pages: a scrubbed twin, and what this build reads on it, proposed for a person to check."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from crawler.article import ArticleRead
from crawler.contributor.scrub import scrub_page
from crawler.contributor.twins.leaks import leaks
from crawler.contributor.twins.shape import differences
from crawler.outlets import Outlet, identify
from crawler.page import SavedPage
from crawler.sites import read

_LEFT_OUT = ("outlet", "url", "canonical_url")
_TRIES = 8  # of each way to scrub: chance draws a name that looks like a word, or a line over a reader's limit


class TwinLeaks(ValueError):
    """Every twin that was tried held something that its page says."""


class Recording(NamedTuple):
    """The file of the expectation, beside the twin's, and the fields in which the twin is read in another way."""

    path: Path
    differences: list[str]


def record(page: SavedPage, outlet: Outlet, folder: Path, over: Path | None = None) -> Recording:
    """Write OUTLET-ID.html, the twin, and OUTLET-ID.json, the proposal; the id is the twin's. Raises TwinLeaks.

    `over` is the JSON file of an earlier recording of the page, which is replaced.
    """
    twin, fields = twin_of(page, outlet)
    identity = identify(twin.url, outlet)
    name = re.sub(r"[^\w-]+", "-", identity.native_id if identity else "page", flags=re.A).strip("-")
    path = over or folder / f"{outlet.key}-{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".html").write_bytes(twin.body)
    proposal = {
        "url": twin.url,
        "fetched_at": twin.fetched_at.isoformat(timespec="seconds"),
        "recorded": True,
        "checked_by": None,
        "checked_on": None,
        "expected": expectation(twin, outlet),
    }
    path.write_text(json.dumps(proposal, ensure_ascii=False, indent=1) + "\n", "utf8")
    return Recording(path, fields)


def twin_of(page: SavedPage, outlet: Outlet) -> tuple[SavedPage, list[str]]:
    """Return the first twin that is read as its page is and holds nothing of it, else the most alike; and the rest.

    The paper's own name is kept only where without it no twin is read alike. Raises TwinLeaks.
    """
    original = read(page, outlet).result
    best: tuple[SavedPage, list[str]] | None = None
    leaked: list[str] = []
    for names in (False, True):
        for _ in range(_TRIES):
            twin = scrub_page(page, outlet, names=names)
            fields = differences(original, read(twin, outlet).result)
            if best is not None and len(fields) >= len(best[1]):
                continue
            if leaked := leaks(page, twin, outlet):
                continue
            if not fields:
                return twin, []
            best = twin, fields
    if best is None:
        raise TwinLeaks(f"{page.url}: no twin without {leaked[0]!r} of the page was found, none is written")
    return best


def expectation(page: SavedPage, outlet: Outlet) -> dict[str, Any]:
    """Return what this build reads: the article's fields, or the outcome of a page without an article."""
    result = read(page, outlet).result
    values: dict[str, Any] = msgspec.to_builtins(result.article if isinstance(result, ArticleRead) else result)
    return {name: value for name, value in values.items() if name not in _LEFT_OUT}
