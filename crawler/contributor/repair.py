"""Repair: the layouts of a paper's archived pages that its entry does not know, learned, and tried over the archive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from crawler.archive import captures
from crawler.article import ArticleRead, LayoutChanged, Reading
from crawler.article.time_zone import HANOI
from crawler.contributor.replay import Replay
from crawler.learner.profile import learn_profile
from crawler.outlets import Outlet, identify
from crawler.outlets.profile import Layout, Profile
from crawler.page import SavedPage
from crawler.sites import read
from crawler.sites.layouts import layout_of

FEWEST_PAGES = 20  # of unknown layouts: fewer show too little of what repeats and what varies
MOST_PAGES = 400  # of the archive: the newest tell of a relaunch, and reading them takes seconds
_MOST_LEARNED = 120


class NothingToRepair(LookupError):
    """The archive holds too few pages of unknown layouts; the text says how many."""


@dataclass(frozen=True)
class Repair:
    """A proposal: the profile with the new layouts, and what it changes in the readings of the archive."""

    profile: Profile
    unknown: int
    replay: Replay

    @property
    def new_layouts(self) -> list[Layout]:
        """Return the layouts that were learned, which stand first."""
        return [layout for layout in self.profile.layouts if layout.until is None]


def propose_repair(files: Iterable[Path], outlet: Outlet, *, examples: int) -> Repair:
    """Learn the unknown layouts of a paper's archived pages, newest files first. Raises NothingToRepair."""
    pages = [*islice(_article_pages(files, outlet), MOST_PAGES)]
    before = [(page, read(page, outlet)) for page in pages]
    unknown = [page for page, reading in before if is_unknown(reading)]
    if len(unknown) < FEWEST_PAGES:
        raise NothingToRepair(
            f"{outlet.key}: {len(unknown)} of {len(pages)} archived pages of articles are in a layout that the entry "
            f"does not know: a new layout is learned from {FEWEST_PAGES} on"
        )
    learned = _learned(unknown, outlet)
    if not learned.layouts:
        raise NothingToRepair(f"{outlet.key}: {len(unknown)} pages of unknown layouts have no layout in common")
    profile = joined_profiles(outlet.profile, learned, pages)
    changed = replace(outlet, profile=profile)
    comparison = Replay(examples)
    for page, reading in before:
        comparison.add_page(msgspec.to_builtins(reading), msgspec.to_builtins(read(page, changed)))
    return Repair(profile, len(unknown), comparison)


def new_text_places(files: Iterable[Path], outlet: Outlet) -> list[str]:
    """Return where the text stands in the archive's layouts that the entry does not know, newest files first.

    Empty where too few pages show it.
    """
    pages = islice(_article_pages(files, outlet), _MOST_LEARNED)
    unknown = [page for page in pages if is_unknown(read(page, outlet))]
    layouts = _learned(unknown, outlet).layouts if len(unknown) >= FEWEST_PAGES else []
    return [layout.body[0].path for layout in layouts if layout.body]


def _learned(unknown: list[SavedPage], outlet: Outlet) -> Profile:
    return learn_profile(unknown[:_MOST_LEARNED], {}, [outlet.name, *outlet.former_names])


def _article_pages(files: Iterable[Path], outlet: Outlet) -> Iterator[SavedPage]:
    """Yield the answers that should be articles, each address once."""
    seen: set[str] = set()
    for file in files:
        for capture in captures(file):
            page = capture.page
            if (
                capture.kind == "response"
                and page.status == 200
                and page.url not in seen
                and identify(page.url, outlet)
            ):
                seen.add(page.url)
                yield page


def is_unknown(reading: Reading) -> bool:
    """Return True for a page of an article that neither the family nor the profile has a layout for."""
    result = reading.result
    if isinstance(result, ArticleRead):
        return any(problem.field == "layout" for problem in result.problems)
    return isinstance(result, LayoutChanged)


def joined_profiles(known: Profile | None, learned: Profile, pages: Iterable[SavedPage]) -> Profile:
    """Return the new layouts before the known ones, which are dated by the last page that was fetched in them."""
    if known is None:
        return learned
    last: dict[str, date] = {}
    for page in pages:
        if layout := layout_of(page, known):
            day = page.fetched_at.astimezone(HANOI).date()
            last[layout.name] = max(last.get(layout.name, day), day)
    names = {layout.name for layout in known.layouts}
    free = (str(n) for n in range(1, 1000) if str(n) not in names)
    new = [replace(layout, name=next(free)) for layout in learned.layouts]
    old = [replace(layout, until=layout.until or last.get(layout.name)) for layout in known.layouts]
    return Profile(pages=known.pages + learned.pages, layouts=[*new, *old])


def with_profile(entry: str, profile_text: str) -> str:
    """Return an entry's text with another profile; all else stays as a person wrote it."""
    kept: list[str] = []
    in_profile = False
    for line in entry.splitlines(keepends=True):
        if not line.startswith((" ", "-", "\n")):
            in_profile = line.startswith("profile:")
        if not in_profile:
            kept.append(line)
    return "".join(kept).rstrip("\n") + "\n" + profile_text
