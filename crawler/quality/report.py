"""The summary of a run: one line for each outlet's verdict, and the names of the red ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg

from crawler.outlets import outlet_by_key
from crawler.quality.verdict import Colour, Finding


@dataclass(frozen=True)
class Line:
    """One outlet in the summary; `colour` is None where it was never checked."""

    outlet_key: str
    colour: Colour | None
    announced: int
    fetched: int
    findings: list[Finding]
    is_new: bool = False

    def __str__(self) -> str:
        counts = f"{self.announced:4} announced, {self.fetched:4} fetched"
        findings = [finding.text for finding in self.findings] or (
            ["was never checked in this run"] if self.colour is None else []
        )
        first = f"{self.colour or 'red':5} {outlet_by_key(self.outlet_key).name:20} {counts}"
        return "\n".join([first, *(f"        {finding}" for finding in findings)])


@dataclass(frozen=True)
class Summary:
    """The lines of all outlets, in the order requested."""

    lines: list[Line] = field(default_factory=list)
    run_id: str = ""

    @property
    def red(self) -> list[str]:
        """Return the outlets that are red or were never checked."""
        return [line.outlet_key for line in self.lines if line.colour in (None, "red")]

    def __str__(self) -> str:
        end = f"{len(self.red)} of {len(self.lines)} red" + (f": {', '.join(self.red)}" if self.red else "")
        return "\n".join([*map(str, self.lines), end])


def report(conn: psycopg.Connection, run_id: str, outlet_keys: Sequence[str]) -> Summary:
    """Return the summary of a run for the outlets that it should have crawled. Raises UnknownOutlet."""
    rows = conn.execute(
        """
        SELECT k.key, r.verdict, coalesce((c.stats->>'announced')::int, 0), coalesce((c.stats->>'fetched')::int, 0),
            coalesce(r.findings, '{}')
        FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS k (key, place)
        LEFT JOIN ops.check_result AS r ON r.outlet_key = k.key AND r.run_id = %(run)s
        LEFT JOIN ops.crawl AS c ON c.outlet_key = k.key AND c.run_id = %(run)s
        ORDER BY k.place""",
        {"keys": [outlet_by_key(key).key for key in outlet_keys], "run": run_id},
    )
    return Summary(
        [
            Line(key, colour, announced, fetched, [Finding(colour, "", text) for text in texts])
            for key, colour, announced, fetched, texts in rows
        ],
        run_id,
    )
