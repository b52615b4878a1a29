"""Papers of the sample press on trial: `python benchmarks/press_on_trial.py [--right] [KEY …]`.

Each living paper that no saved page has proven gets an entry in which all channels have moved, while its pages have
another name for the class of the text's box. Then three nights without HTTP: what is collected of what was published,
and what `baotinh outlets proof KEY` says against the entry, each wrong statement with the right one. With --right the
entries and pages stay as they are: how many of the papers do four nights prove? Nothing may be said against an entry
then.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from msgspec.structs import replace
from nights_without_http import NightWithoutHttp

from crawler.archive import Archive, WarcWriter
from crawler.contributor.repair import new_text_places
from crawler.database import connect, migrate
from crawler.local.postgres import PostgresServer
from crawler.outlets import Outlet, catalogue, identify, normal_url
from crawler.outlets.short_paths import full_path
from crawler.page import SavedPage
from crawler.pipeline.load import load_outlet
from crawler.pipeline.trial import with_taught_channels
from crawler.quality import entry_faults, papers_proof
from crawler.quality.proof import NEEDED
from crawler.sample_press import SamplePress
from crawler.sample_press.invented_article import VIETNAM
from crawler.sites.families import FAMILIES

NIGHTS, NIGHTS_OF_PROOF = 3, 4
NEW_A_NIGHT, MOST_A_NIGHT = 16, 200
LEAST_PROVEN = 0.9
FIRST_NIGHT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
# The press dates new articles some hours after each other, and prints them in this zone.
NEWEST = (FIRST_NIGHT - timedelta(days=40)).astimezone(VIETNAM)
NEW_NAME = "khung-moi"
_NAMES = re.compile(r"""(\b(?:class|id)\s*=\s*)(["'])(.*?)\2""", re.S)
_NAME_IN_PATH = re.compile(r"'\s*([\w-]+)\s*'")


@dataclass
class Trial:
    """What its nights brought of a paper: articles, the state of its proof, and what is said against its entry."""

    key: str
    state: str = ""
    published: int = 0
    loaded: int = 0
    faults: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        untold = f"; not told: {', '.join(self.untold)}" if self.untold else ""
        unproven = f"; {', '.join(self.unproven)}" if self.unproven else ""
        return f"{self.key:15} {self.state:10} loaded {self.loaded} of {self.published}{unproven}{untold}"


def wrong_entry(outlet: Outlet) -> Outlet:
    """Return the entry with every channel moved."""
    moved = [replace(c, url=_moved(c.url), kind="rss" if c.kind == "json" else c.kind) for c in outlet.channels]
    return replace(outlet, channels=[replace(c, items=None, link=None, follow=None) for c in moved])


def _moved(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/chuyen-muc-cu{parts.path.rstrip('/')}.cu"


@contextmanager
def in_catalogue(outlet: Outlet) -> Iterator[None]:
    """Let the catalogue hold this entry in its paper's place while the block runs."""
    right = catalogue()[outlet.key]
    catalogue()[outlet.key] = outlet
    try:
        yield
    finally:
        catalogue()[outlet.key] = right


class RenamedClass:
    """The sample press, whose pages of one paper have another name for the box of the text."""

    def __init__(self, press: SamplePress, outlet: Outlet) -> None:
        self.press = press
        self._names = {name for path in FAMILIES[outlet.family].containers for name in _NAME_IN_PATH.findall(path)}

    def plain_answer(self, url: str, at: datetime) -> SavedPage:
        """Return what the press answers."""
        parts = urlsplit(url)
        reply = self.press.answer(parts.hostname or "", parts.path, parts.query)
        return SavedPage(reply.body, url, at, status=reply.status)

    def answer(self, url: str, at: datetime) -> SavedPage:
        """Return what the press answers, with the other name of the class."""
        page = self.plain_answer(url, at)
        return SavedPage(_NAMES.sub(self._renamed, page.text).encode(), url, at, status=page.status)

    def _renamed(self, attribute: re.Match[str]) -> str:
        names = (NEW_NAME if name in self._names else name for name in attribute[3].split())
        return f"{attribute[1]}{attribute[2]}{' '.join(names)}{attribute[2]}"


def trial(
    conn: psycopg.Connection, archive: Archive, press: SamplePress, right: Outlet, *, is_wrong: bool = True
) -> Trial:
    """Let a paper have its nights, with a wrong entry and renamed boxes or as it is."""
    result, asked, site = Trial(right.key), set[str](), RenamedClass(press, right)
    entry, answer = (wrong_entry(right), site.answer) if is_wrong else (right, site.plain_answer)
    with in_catalogue(entry):
        for night in range(NIGHTS if is_wrong else NIGHTS_OF_PROOF):
            press.switch(right.key, "new", str(NEW_A_NIGHT * (night + 1)))
            tonight = with_taught_channels(conn, archive, entry, seeks=True)
            writer = WarcWriter(archive, right.key, f"{right.key}-{night}")
            crawl = NightWithoutHttp(answer, tonight, FIRST_NIGHT + timedelta(days=night), asked, MOST_A_NIGHT)
            for _ in crawl.pages(writer):
                pass
            writer.seal()
            load_outlet(conn, archive, right.key, lambda line: None)
        places = new_text_places([*reversed(archive.sealed(entry.key))], entry) if is_wrong else []
        result.faults = [*entry_faults(conn, entry, lambda: places)]
        (proof,) = papers_proof(conn, [right.key])
        result.state = proof.state
        result.unproven = [f"{f.field} {f.state}" for f in proof.fields if f.field in NEEDED and f.state != "proven"]
    published = {normal_url(article.url) for article in press.announced(right.key)}
    rows = conn.execute("SELECT url FROM news.article_record WHERE outlet_key = %s", [right.key]).fetchall()
    result.published, result.loaded = len(published), len(published & {normal_url(url) for (url,) in rows})
    if is_wrong:
        article = answer(press.announced(right.key)[0].url, FIRST_NIGHT)
        result.untold = [*_untold(entry, result.faults, article, places)]
    return result


def _untold(wrong: Outlet, faults: list[str], article: SavedPage, places: list[str]) -> Iterator[str]:
    """Yield the wrong statements that no fault names with what is right.

    The family is none where it finds the text all the same: by an attribute besides the class, or in a script.
    """
    told = " ".join(fault for fault in faults if " announces " in fault)
    yield from (channel.url for channel in wrong.channels if channel.url not in told)
    is_box_told = any(fault.startswith("family ") for fault in faults) and _holds_renamed_box(article, places)
    identity = identify(article.url, wrong)
    assert identity
    if not is_box_told and FAMILIES[wrong.family](article, wrong, identity).container is None:
        yield f"family {wrong.family}"


def _holds_renamed_box(page: SavedPage, places: list[str]) -> bool:
    """Return True if one of the places is the page's box with the other name."""
    boxes = [box for place in places for box in page.select(full_path(place))]
    return any(NEW_NAME in (*box.get("class", "").split(), box.get("id")) for box in boxes)


def papers_on_trial() -> list[Outlet]:
    """Return the living papers that no saved page has proven."""
    return [outlet for outlet in catalogue().values() if outlet.status == "active" and not outlet.crawled]


def main() -> None:
    """Print a line a paper; exit with 1 if one is not whole, a fault is not told or told falsely, or too few proven."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", nargs="*", metavar="KEY")
    parser.add_argument("--right", action="store_true", help="leave entries and pages as they are")
    asked = parser.parse_args()
    papers = [catalogue()[key] for key in asked.keys] or papers_on_trial()
    press, trials = SamplePress(newest_at=NEWEST), list[Trial]()
    with tempfile.TemporaryDirectory() as folder:
        server = PostgresServer(Path(folder) / "home")
        try:
            migrate(server.start())
            with connect(server.url) as conn:
                for paper in papers:
                    trials.append(trial(conn, Archive(Path(folder)), press, paper, is_wrong=not asked.right))
                    print(trials[-1], *trials[-1].faults, sep="\n    ", flush=True)
        finally:
            server.destroy()
    whole, told = sum(t.loaded == t.published for t in trials), sum(not t.untold for t in trials)
    proven = sum(t.state == "proven" for t in trials)
    nights = NIGHTS_OF_PROOF if asked.right else NIGHTS
    print(f"{len(trials)} papers, {nights} nights: {whole} collected whole, {told} told, {proven} proven")
    false_alarms = [t.key for t in trials if t.faults] if asked.right else []
    if asked.right:
        print(f"right entries called wrong: {len(false_alarms)} {' '.join(false_alarms)}")
    are_enough_proven = not asked.right or proven >= LEAST_PROVEN * len(trials)
    sys.exit(not (whole == told == len(trials) and are_enough_proven and not false_alarms))


if __name__ == "__main__":
    main()
