"""The completeness meter: of the article numbers that a paper gave out in a night, how many were announced.

It counts numbers, not articles: a paper's system also numbers drafts, pictures and other editions, in a proportion that
differs from paper to paper. So a night is compared with the same paper's last four weeks, and the numbers that were not
announced are only candidates for missed articles.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

import psycopg
from psycopg.rows import class_row

from crawler.article.time_zone import HANOI

HISTORY_DAYS = 28
# A week holds every weekday once; with fewer nights the usual share is not known.
LEAST_NIGHTS = 7
# A night of fewer numbers does not count for the usual share.
LEAST_NUMBERS = 5
# Under one in twenty the ids are times or random, or one sequence serves twenty papers: a gap then means nothing.
LEAST_DENSITY = 0.05
# 1.4826 medians of absolute deviation are a standard deviation; past three of them lies one night of some years.
CLEARLY_BELOW = 3 * 1.4826
LEAST_MORE_UNSEEN = 2
MOST_NAMED = 12


@dataclass(frozen=True)
class Gap:
    """Numbers that no channel announced, between two announced ones, which appeared at `after_at` and `before_at`."""

    after: int
    before: int
    after_at: datetime | None
    before_at: datetime | None

    @property
    def numbers(self) -> range:
        """Return the numbers that were not announced."""
        return range(self.after + 1, self.before)

    @property
    def between(self) -> str:
        """Return the text that names the gap's neighbours, and when they were published."""
        return f"between {_dated(self.after, self.after_at)} and {_dated(self.before, self.before_at)}"

    def __str__(self) -> str:
        first, last = self.numbers[0], self.numbers[-1]
        return str(first) if first == last else f"{first}-{last}"


def _dated(number: int, at: datetime | None) -> str:
    return f"{number} ({at.astimezone(HANOI):%Y-%m-%d %H:%M})" if at else str(number)


@dataclass(frozen=True)
class Completeness:
    """One numbering system in one run: numbers seen and unseen, and the densities of the nights before.

    `first_run`: the system was not known before, so the run reached back as far as its channels do. `jumps` counts the
    steps of more than 1,000 numbers.
    """

    id_space: str
    seen: int
    unseen: int
    jumps: int
    first_run: bool
    gaps: list[Gap] = field(default_factory=list)
    history: list[float] = field(default_factory=list)

    @property
    def density(self) -> float:
        """Return the share of the night's numbers that was announced."""
        return self.seen / (self.seen + self.unseen)

    @property
    def usual(self) -> float | None:
        """Return the median density of the last weeks, or None while there are too few nights."""
        return median(self.history) if len(self.history) >= LEAST_NIGHTS else None

    @property
    def is_sequence(self) -> bool:
        """Return True if these ids follow each other closely enough for a gap to mean something."""
        share = self.density if self.usual is None else self.usual
        return self.jumps * 2 < self.seen and share >= LEAST_DENSITY

    @property
    def is_clearly_below(self) -> bool:
        """Return True if more is missing than on any night of the last weeks, and by more than those nights differ."""
        usual = self.usual
        if usual is None or not self.is_sequence or self.first_run:
            return False
        spread = median(abs(density - usual) for density in self.history)
        more_unseen = usual * (self.seen + self.unseen) - self.seen
        return (
            self.density < min(self.history)
            and usual - self.density > CLEARLY_BELOW * spread
            and more_unseen >= LEAST_MORE_UNSEEN
        )

    @property
    def named_gaps(self) -> list[Gap]:
        """Return the gaps, newest first; without a sequence they mean nothing, and none is returned."""
        return self.gaps if self.is_sequence else []

    def __str__(self) -> str:
        numbers = self.seen + self.unseen
        if not self.is_sequence:
            return f"{self.id_space}: completeness unknown: its ids are no close sequence"
        usual = "what is usual is not known yet" if self.usual is None else f"usually {self.usual:.0%}"
        return f"{self.id_space}: {self.seen} of {numbers} ids were announced ({usual}){self._missing()}"

    def _missing(self) -> str:
        if not self.named_gaps:
            return ""
        shown = ", ".join(map(str, self.named_gaps[:MOST_NAMED]))
        unnamed = len(self.named_gaps) - MOST_NAMED
        more = f" and {unnamed} more gaps" if unnamed > 0 else ""
        times = [t.astimezone(HANOI) for gap in self.named_gaps for t in (gap.after_at, gap.before_at) if t]
        period = f", between {min(times):%Y-%m-%d %H:%M} and {max(times):%Y-%m-%d %H:%M}" if times else ""
        return f"; not announced: {shown}{more}{period}"


def completeness(conn: psycopg.Connection, outlet_key: str, run_id: str) -> list[Completeness]:
    """Return the completeness of one outlet's run for each numbering system; empty where its ids are not numbers."""
    rows = conn.execute(
        """
        SELECT id_space, seen, unseen, jumps, first_run, first_seen_at FROM ops.completeness
        WHERE outlet_key = %s AND run_id = %s ORDER BY id_space""",
        [outlet_key, run_id],
    ).fetchall()
    return [
        Completeness(
            space,
            seen,
            unseen,
            jumps,
            first,
            gaps=[*_gaps(conn, outlet_key, run_id, space)],
            history=_history(conn, outlet_key, run_id, space, since),
        )
        for space, seen, unseen, jumps, first, since in rows
    ]


def _gaps(conn: psycopg.Connection, outlet_key: str, run_id: str, id_space: str) -> Iterator[Gap]:
    with conn.cursor(row_factory=class_row(Gap)) as cursor:
        yield from cursor.execute(_GAPS, {"outlet": outlet_key, "run": run_id, "space": id_space})


def _history(conn: psycopg.Connection, outlet_key: str, run_id: str, id_space: str, before: datetime) -> list[float]:
    """Return the densities of the weeks before; only the runs of those weeks are counted, not all of the outlet's."""
    filters = {"outlet": outlet_key, "run": run_id, "space": id_space, "before": before}
    runs = conn.execute(_RUNS, filters | {"days": HISTORY_DAYS}).fetchall()
    rows = conn.execute(_HISTORY, filters | {"runs": [run for (run,) in runs], "least": LEAST_NUMBERS})
    return [float(density) for (density,) in rows]


# Numbers that a later run saw after all are cut out: each remaining gap lies between two numbers known today.
_GAPS = """
    SELECT known.after, known.before, a.published_at AS after_at, b.published_at AS before_at
    FROM ops.number_step AS s
    CROSS JOIN LATERAL (
        SELECT n.number AS after, n.article_id AS after_id, lead(n.number) OVER step AS before,
            lead(n.article_id) OVER step AS before_id
        FROM ops.article_number AS n
        WHERE n.id_space = s.id_space AND n.number BETWEEN s.previous AND s.number
        WINDOW step AS (ORDER BY n.number)
    ) AS known
    LEFT JOIN news.article_record AS a ON a.article_id = known.after_id
    LEFT JOIN news.article_record AS b ON b.article_id = known.before_id
    WHERE s.outlet_key = %(outlet)s AND s.run_id = %(run)s AND s.id_space = %(space)s
      AND s.number - s.previous BETWEEN 2 AND 1000 AND known.before - known.after > 1
    ORDER BY known.after DESC"""

_RUNS = """
    SELECT run_id FROM ops.crawl WHERE outlet_key = %(outlet)s AND run_id <> %(run)s
      AND started_at < %(before)s AND started_at >= %(before)s - interval '1 day' * %(days)s"""

_HISTORY = """
    SELECT density FROM ops.completeness
    WHERE outlet_key = %(outlet)s AND id_space = %(space)s AND run_id = ANY(%(runs)s)
      AND NOT first_run AND seen + unseen >= %(least)s"""
