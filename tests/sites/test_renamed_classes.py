"""One class or id of a page renamed, as a relaunch does: every field that changes is told, none silently."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from crawler.article import ArticleRead, LayoutChanged
from crawler.outlets import Outlet, outlet_by_url
from crawler.page import SavedPage
from crawler.sites import read
from crawler.sites.families import FAMILIES

ROOT = Path(__file__).parents[2]
PAGES = [
    path
    for folder in (ROOT / "tests" / "pages", ROOT.parent / "shared" / "pages")
    for path in sorted(folder.glob("*.html"))
    if path.with_suffix(".json").exists()
]
PART_OF = {"published_precision": "published_at", "byline_raw": "bylines", "kind": "body"}
_QUOTED = re.compile(r"'\s*([\w-]+)\s*'")
_NAMES = re.compile(r"""(\b(?:class|id)\s*=\s*)(["'])(.*?)\2""", re.S)


def saved(file: Path) -> tuple[SavedPage, Outlet]:
    kept = json.loads(file.with_suffix(".json").read_text("utf8"))
    paper = outlet_by_url(kept["url"])
    assert paper is not None
    fetched = datetime.fromisoformat(kept["fetched_at"]) if "fetched_at" in kept else datetime(2026, 10, 1, tzinfo=UTC)
    return SavedPage(file.read_bytes(), kept["url"], fetched), paper


def declared_names(page: SavedPage, parser: str) -> list[str]:
    """Return the page's classes and ids in which a name stands that the family's places name."""
    family = FAMILIES[parser.partition("/")[0]]
    known = {name for place in family.places() for name in _QUOTED.findall(place)}
    shown = {name for match in _NAMES.finditer(page.text) for name in match[3].split()}
    return sorted(name for name in shown if any(part in name for part in known))


def renamed(page: SavedPage, name: str) -> SavedPage:
    def attribute(match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}{' '.join('moi' if n == name else n for n in match[3].split())}{match[2]}"

    return SavedPage(_NAMES.sub(attribute, page.text).encode(), page.url, page.fetched_at)


def silent_changes(page: SavedPage, paper: Outlet) -> Iterator[str]:
    before = read(page, paper)
    assert isinstance(before.result, ArticleRead)
    names = declared_names(page, before.parser)
    assert len(names) >= 5
    was = msgspec.to_builtins(before.result.article)
    for name in names:
        result = read(renamed(page, name), paper).result
        if isinstance(result, ArticleRead):
            now = msgspec.to_builtins(result.article)
            told = {problem.field for problem in result.problems}
            changed = {PART_OF.get(field, field) for field in was if was[field] != now[field]}
            yield from (f"{name}: {field}" for field in sorted(changed - told))
        else:
            assert isinstance(result, LayoutChanged), result


@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem)
def test_every_field_that_a_renamed_class_changes_is_told(file: Path) -> None:
    assert [*silent_changes(*saved(file))] == []
