"""Pages of a paper on trial that are not in its family's layout: another reader stood in, and the entry is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from crawler.quality.due_articles import LOST_SHARE
from crawler.quality.finding import Colour, Finding


@dataclass(frozen=True)
class OtherLayout:
    """What the family misses on some pages of a run and who read them instead; `read` counts all the run's articles."""

    detail: str
    pages: int
    read: int
    url: str | None

    def __str__(self) -> str:
        example = f", such as {self.url}" if self.url else ""
        return f"{self.pages} of {self.read} pages are {self.detail}{example}"


def other_layouts(conn: psycopg.Connection, outlet_key: str, run_id: str) -> list[OtherLayout]:
    """Return the run's pages in other layouts than the family's, the commonest first."""
    with conn.cursor(row_factory=class_row(OtherLayout)) as cursor:
        return cursor.execute(_LAYOUTS, {"run": run_id, "outlet": outlet_key}).fetchall()


def layout_findings(layouts: Sequence[OtherLayout]) -> Iterator[Finding]:
    """Yield a finding for each: a large share is a relaunch, or a family that is the paper's no more."""
    for layout in layouts:
        colour: Colour = "red" if layout.pages >= LOST_SHARE * layout.read else "amber"
        yield Finding(colour, "other-layout", str(layout))


_LAYOUTS = """
    WITH answer AS (
        SELECT record_id, url_key FROM ops.warc_file AS w JOIN ops.capture AS c USING (warc_id)
        JOIN ops.field_reading AS q USING (record_id, fetched_at)
        WHERE w.run_id = %(run)s AND w.outlet_key = %(outlet)s
    )
    SELECT p.detail, count(*) AS pages, (SELECT count(*) FROM answer) AS read, min(u.url) AS url
    FROM answer AS a JOIN ops.problem AS p USING (record_id) LEFT JOIN ops.url AS u USING (url_key)
    WHERE p.code = 'other_family' GROUP BY p.detail ORDER BY pages DESC, p.detail"""
