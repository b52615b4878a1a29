"""Places of a family that one paper's entry changes: added before the family's own, or in their stead."""

from collections.abc import Mapping, Sequence

from crawler.article.time_zone import HANOI
from crawler.outlets.profile import PlaceChange
from crawler.outlets.short_paths import full_path
from crawler.page import SavedPage

# The family's attribute that holds the places of each field of the article, as entries and `explain` name them.
PLACES = {
    "headline": "headlines",
    "lead": "lead_places",
    "published_at": "date_places",
    "bylines": "byline_places",
    "source_credit": "source_places",
    "section": "section_places",
    "tags": "tag_places",
    "body": "containers",
    "not_text": "not_text",
}


def changed_places(
    page: SavedPage, changes: Sequence[PlaceChange], places: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the places of the fields that a paper's entry changes for this page."""
    changed: dict[str, tuple[str, ...]] = {}
    for change in changes:
        if not is_in_layout(page, change):
            continue
        for field, paths in change.replace.items():
            changed[field] = tuple(map(full_path, paths))
        for field, paths in change.add.items():
            changed[field] = (*map(full_path, paths), *changed.get(field, places[field]))
    return changed


def is_in_layout(page: SavedPage, change: PlaceChange) -> bool:
    """Return True if a page was fetched in the time of a layout, and has every element of its signature."""
    if change.until is not None and page.fetched_at.astimezone(HANOI).date() > change.until:
        return False
    return all(page.select(full_path(path)) for path in change.signature)
