"""Recorded pages: a scrubbed twin, and what this build reads on it, proposed for a person to check."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from crawler.article import ArticleRead
from crawler.contributor.scrub import scrub_page, scrub_url
from crawler.outlets import Outlet, identify
from crawler.page import SavedPage
from crawler.sites import read

_LEFT_OUT = ("outlet", "url", "canonical_url")


def record(page: SavedPage, outlet: Outlet, folder: Path) -> Path:
    """Write OUTLET-ID.html, the twin, and OUTLET-ID.json, the proposal; return the path of the JSON."""
    twin = SavedPage(scrub_page(page.text, outlet).encode(), scrub_url(page.url), page.fetched_at)
    identity = identify(twin.url, outlet)
    name = re.sub(r"[^\w-]+", "-", identity.native_id if identity else "page", flags=re.A).strip("-")
    path = folder / f"{outlet.key}-{name}.json"
    folder.mkdir(parents=True, exist_ok=True)
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
    return path


def expectation(page: SavedPage, outlet: Outlet) -> dict[str, Any]:
    """Return what this build reads: the article's fields, or the outcome of a page without an article."""
    result = read(page, outlet).result
    values: dict[str, Any] = msgspec.to_builtins(result.article if isinstance(result, ArticleRead) else result)
    return {name: value for name, value in values.items() if name not in _LEFT_OUT}
