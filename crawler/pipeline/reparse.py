"""Re-parse: files that an older build loaded are read and loaded again with this one, in parts that can be stopped."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import psycopg

from crawler.archive import Archive
from crawler.article import month_of
from crawler.database import site_lock, site_unlock
from crawler.enrichment import find_mentions
from crawler.outlets import outlet_by_key
from crawler.pipeline.load import load_file
from crawler.sites import parser_build
from crawler.warehouse import read_takedowns, restore_takedowns, sync_catalogue

# Some minutes of two cores: what a stop in the middle of a part has to do again at most, and what a night waits for.
PAGES_A_PART = 5_000
# Airflow maps a task at most 1,024 times in one run (its setting core.max_map_length).
MOST_PARTS = 1_000


class OtherBuild(OSError):
    """The comparison is of another build than this one; the message says what to do."""


@dataclass(frozen=True)
class LoadedFile:
    """A file that another build than this one loaded, with the number of its captures."""

    name: str
    build: str
    captures: int


def outdated_files(
    conn: psycopg.Connection, outlet_key: str, months: Collection[str] = (), names: Collection[str] = ()
) -> list[LoadedFile]:
    """Return the outlet's files that another build than this one loaded, oldest first.

    With `months` ('2026-11', in Việt Nam) those that were written in one of them, with `names` those of these names.
    """
    rows = conn.execute(
        """
        SELECT w.name, b.build, (SELECT count(*) FROM ops.capture AS c WHERE c.warc_id = w.warc_id), w.sealed_at
        FROM ops.warc_file AS w JOIN ops.parser_build AS b ON b.parser_build_id = w.loaded_build
        WHERE w.outlet_key = %(outlet)s AND b.build <> %(build)s AND (w.name = ANY(%(names)s) OR %(all)s)
        ORDER BY w.name""",
        {"outlet": outlet_key, "build": parser_build(), "names": [*names], "all": not names},
    )
    return [
        LoadedFile(name, build, captures)
        for name, build, captures, sealed_at in rows
        if not months or (sealed_at and month_of(sealed_at) in months)
    ]


def parts_of(files: Mapping[str, Sequence[LoadedFile]]) -> list[dict[str, object]]:
    """Return {outlet, files} for each part: files of one paper with some 5,000 pages, or more where parts are many."""
    pages = sum(file.captures for of_outlet in files.values() for file in of_outlet)
    # Two parts that follow each other hold more than `most` together.
    most = max(PAGES_A_PART, 2 * pages // (MOST_PARTS - len(files)) + 1)
    return [
        {"outlet": key, "files": [file.name for file in part]}
        for key, of_outlet in files.items()
        for part in _bundles(of_outlet, most)
    ]


def _bundles(files: Iterable[LoadedFile], most: int) -> Iterator[list[LoadedFile]]:
    bundle: list[LoadedFile] = []
    for file in files:
        if bundle and sum(each.captures for each in [*bundle, file]) > most:
            yield bundle
            bundle = []
        bundle.append(file)
    if bundle:
        yield bundle


def reload(  # noqa: PLR0917 - what `load_outlet` takes, and which files of the paper
    conn: psycopg.Connection,
    archive: Archive,
    outlet_key: str,
    names: Collection[str],
    build: str,
    say: Callable[[str], None],
) -> bool:
    """Load these files again, one transaction each; return False where the paper's night or backfill goes first.

    Files that this build has loaded meanwhile are left out: a reload that was stopped goes on where it was. Raises
    OtherBuild where this is not the build that was compared.
    """
    refuse_other_build(build)
    outlet = outlet_by_key(outlet_key)
    sync_catalogue(conn)
    restore_takedowns(conn, archive)
    for file in outdated_files(conn, outlet_key, names=names):
        if not _is_free(conn, outlet.politeness_group):
            say(f"{outlet_key}: a crawl of {outlet.politeness_group} is running, and goes first")
            return False
        path = archive.warc_path(outlet_key, file.name)
        if path.exists():
            say(f"{outlet_key}: {file.name}{load_file(conn, archive, path, outlet, read_takedowns(conn))}")
        else:
            say(f"{outlet_key}: {file.name} is not in the archive any more: its articles stay as they are")
    find_mentions(conn, outlet_key)
    return True


def refuse_other_build(build: str) -> None:
    """Raise OtherBuild where this is not that build: a deployment came between the parts of a re-parse."""
    if build != parser_build():
        raise OtherBuild(f"the comparison is of build {build}, and this is {parser_build()}: start it again")


def _is_free(conn: psycopg.Connection, group: str) -> bool:
    """Return True if no crawl holds the site's lock."""
    if not site_lock(conn, group):
        return False
    site_unlock(conn, group)
    return True
