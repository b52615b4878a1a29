"""Revision histories of a file's articles, from its readings, from the tables, and from captures read again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import psycopg

from crawler.article import ArticleRead, Reading
from crawler.warehouse.current_revision import current_revisions
from crawler.warehouse.revision_history import RevisionHistory, uuid_of, versions
from crawler.warehouse.storable import defect
from crawler.warehouse.takedown.takedowns import Takedowns


@dataclass(frozen=True)
class CaptureRef:
    """The place of one capture in the archive: enough to read it again."""

    outlet: str
    warc: str
    offset: int
    record_id: str


Reread = Callable[[list[CaptureRef]], list[Reading]]


def sort_by_outcome(
    readings: list[Reading], takedowns: Takedowns
) -> tuple[dict[int, list[Reading]], set[str], dict[str, str]]:
    """Sort the readings of articles into three: to load, by article_id; record ids taken down; defects by record id."""
    loadable: dict[int, list[Reading]] = {}
    suppressed: set[str] = set()
    defects: dict[str, str] = {}
    for reading in readings:
        if isinstance(reading.result, ArticleRead):
            record, article = uuid_of(reading.record_id), reading.result.article
            if takedowns.hides(reading.url, article.article_id, article.outlet):
                suppressed.add(record)
            elif reason := defect(article):
                defects[record] = reason
            else:
                loadable.setdefault(article.article_id, []).append(reading)
    return loadable, suppressed, defects


def revision_histories(  # noqa: PLR0917
    conn: psycopg.Connection,
    loadable: Mapping[int, list[Reading]],
    dropped: set[int],
    name: str,
    build_id: int,
    reread: Reread,
    takedowns: Takedowns,
) -> tuple[dict[int, RevisionHistory], list[Reading]]:
    """Return the articles' revision histories, and the readings of earlier captures that had to be read again.

    A dropped article has one where pages of it in other files are read as articles.
    """
    new_versions = {key: versions(readings) for key, readings in loadable.items()}
    starts = {key: of_article[0].fetched_at for key, of_article in new_versions.items()}
    stored = current_revisions(conn, starts, name, build_id)
    reread_readings = reread(_earlier_captures(conn, [*(dropped | (new_versions.keys() - stored.keys()))], name))
    earlier, _, _ = sort_by_outcome(reread_readings, takedowns)
    histories = {}
    for key in [*new_versions, *sorted(dropped)]:
        if history := stored.get(key):
            histories[key] = replace(history, versions=history.versions + new_versions[key])
        elif all_versions := versions([*earlier.get(key, []), *loadable.get(key, [])]):
            histories[key] = RevisionHistory(all_versions, all_versions[0].fetched_at)
    return histories, reread_readings


def articles_of(conn: psycopg.Connection, name: str) -> set[int]:
    """Return the articles of which the tables hold a page of this file, as an earlier load read it."""
    rows = conn.execute(
        """
        SELECT DISTINCT r.article_id FROM ops.reading AS r
        JOIN ops.capture AS c USING (record_id, fetched_at) JOIN ops.warc_file AS w USING (warc_id)
        WHERE w.name = %s AND r.outcome = 'article'""",
        [name],
    )
    return {article for (article,) in rows}


def articles_in(readings: Iterable[Reading]) -> set[int]:
    """Return the articles that the readings name, those included that cannot be loaded now."""
    return {r.result.article.article_id for r in readings if isinstance(r.result, ArticleRead)}


def _earlier_captures(conn: psycopg.Connection, articles: list[int], name: str) -> list[CaptureRef]:
    """Return the places of the articles' pages in other files."""
    rows = conn.execute(
        """
        SELECT w.outlet_key, w.name, c."offset", c.record_id::text
        FROM ops.reading AS r
        JOIN ops.capture AS c USING (record_id, fetched_at)
        JOIN ops.warc_file AS w USING (warc_id)
        WHERE r.article_id = ANY(%s) AND (r.parser_build_id IS NOT NULL OR r.outcome = 'unread') AND w.name <> %s
        ORDER BY w.name, c."offset" """,
        [articles, name],
    )
    return [CaptureRef(*row) for row in rows]
