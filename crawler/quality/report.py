"""The summary of a run: what is red and what is new since the last night first, each finding with what to do."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

from crawler.outlets import outlet_by_key
from crawler.quality.finding import SEVERITY, Colour, Finding

RUNBOOK = "docs/runbook.md"
_UNCHECKED = Finding("red", "not-checked", "was never checked in this run")


@dataclass(frozen=True)
class Line:
    """One outlet in the summary; `colour` is None where it was never checked, `before` that of its run before."""

    outlet_key: str
    colour: Colour | None
    before: Colour | None
    announced: int
    fetched: int
    due: int
    loaded: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_red(self) -> bool:
        """Return True if the outlet is red, or was never checked."""
        return self.colour in (None, "red")

    @property
    def is_new(self) -> bool:
        """Return True if the outlet has another colour than in its run before."""
        return (self.colour or "red") != (self.before or "green")

    def text(self) -> str:
        """Return the outlet's line and one line a finding, each with its page of the runbook."""
        before = f" (before: {self.before})" if self.is_new and self.before else ""
        counts = f"{self.loaded:4} of {self.due:4} due articles loaded, {self.announced} announced"
        first = f"{self.colour or 'red':6} {outlet_by_key(self.outlet_key).name:20} {counts}{before}"
        return "\n".join([first, *(f"        {f.text}\n            -> {RUNBOOK}#{f.code}" for f in self.findings)])


@dataclass(frozen=True)
class Summary:
    """The lines of all outlets of a run, in the order requested."""

    run_id: str
    lines: list[Line]

    @property
    def red(self) -> list[str]:
        """Return the outlets that are red or were never checked."""
        return [line.outlet_key for line in self.lines if line.is_red]

    @property
    def colour(self) -> Colour:
        """Return the most severe colour of the outlets, an unchecked one counting as red; green where there is none."""
        colours = {line.colour or "red" for line in self.lines}
        return next((colour for colour in SEVERITY if colour in colours), "green")

    @property
    def loaded(self) -> list[str]:
        """Return the outlets of which something that was due was loaded."""
        return [line.outlet_key for line in self.lines if line.loaded and not line.is_red]

    @property
    def by_urgency(self) -> list[Line]:
        """Return the lines, red before closed, amber and green, and of one colour those that are new first."""
        return sorted(self.lines, key=lambda line: (SEVERITY.index(line.colour or "red"), not line.is_new))

    def text(self) -> str:
        """Return the report: counts, then the outlets by urgency."""
        colours = [line.colour or "red" for line in self.lines]
        counts = ", ".join(f"{colours.count(c)} {c}" for c in SEVERITY if c in colours)
        red = f": {', '.join(self.red)}" if self.red else ""
        return "\n".join([f"{counts} of {len(self.lines)} papers{red}", *(line.text() for line in self.by_urgency)])

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        lines = [asdict(line) | {"is_new": line.is_new} for line in self.by_urgency]
        return {"run_id": self.run_id, "red": self.red, "loaded": self.loaded, "outlets": lines}


def report(conn: psycopg.Connection, run_id: str, outlet_keys: Sequence[str]) -> Summary:
    """Return the summary of a run for the outlets that it should have crawled. Raises UnknownOutlet."""
    keys = [outlet_by_key(key).key for key in outlet_keys]
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_LINES, {"keys": keys, "run": run_id}).fetchall()
    findings: dict[str, list[Finding]] = {key: [] for key in keys}
    for key, *finding in conn.execute(_FINDINGS, {"keys": keys, "run": run_id}):
        findings[key].append(Finding(*finding))
    return Summary(
        run_id,
        [Line(**row, findings=findings[row["outlet_key"]] if row["colour"] else [_UNCHECKED]) for row in rows],
    )


_LINES = """
    SELECT k.key AS outlet_key, r.verdict AS colour,
        (SELECT p.verdict FROM ops.crawl AS p JOIN ops.run AS n USING (run_id)
         WHERE p.outlet_key = k.key AND p.run_id <> %(run)s AND p.verdict IS NOT NULL AND n.kind = 'night'
           AND p.started_at < coalesce(c.started_at, now())
         ORDER BY p.started_at DESC LIMIT 1) AS before,
        coalesce((c.stats->>'announced')::int, 0) AS announced,
        coalesce((c.stats->>'fetched')::int, 0) AS fetched, coalesce(r.due, 0) AS due, coalesce(r.loaded, 0) AS loaded
    FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS k (key, place)
    LEFT JOIN ops.check_result AS r ON r.outlet_key = k.key AND r.run_id = %(run)s
    LEFT JOIN ops.crawl AS c ON c.outlet_key = k.key AND c.run_id = %(run)s
    ORDER BY k.place"""

_FINDINGS = """
    SELECT outlet_key, colour, code, text FROM ops.finding
    WHERE run_id = %(run)s AND outlet_key = ANY(%(keys)s) ORDER BY outlet_key, place"""
