"""The papers of a dataset: what is here of each, how complete it is, and how far its reader is proven."""

from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg import sql
from psycopg.rows import class_row


@dataclass(frozen=True)
class Paper:
    """A paper of a dataset; coverage counts its nights within the dataset's days, whatever else was selected."""

    key: str
    name: str
    home: str | None
    articles: int
    first_day: date | None
    last_day: date | None
    nights: int
    announced: int
    loaded: int
    refused: int
    state: str
    proven_by: str | None
    since: date | None


def read_papers(conn: psycopg.Connection, chosen: sql.Composable, values: dict[str, object]) -> list[Paper]:
    """Return the papers with articles in the dataset, by their keys."""
    query = sql.SQL(_PAPERS).format(chosen=chosen)
    with conn.cursor(row_factory=class_row(Paper)) as cursor:
        return cursor.execute(query, values).fetchall()


_PAPERS = """
    SELECT p.outlet_key AS key, p.outlet AS name, h.home, a.articles, a.first_day, a.last_day,
        c.nights, c.announced, c.loaded, c.refused, p.state, p.proven_by, p.since
    FROM (
        SELECT outlet_key, count(*) AS articles, min(published_on) AS first_day, max(published_on) AS last_day
        FROM news.article_record WHERE {chosen} GROUP BY outlet_key
    ) AS a
    JOIN news.proof AS p USING (outlet_key)
    CROSS JOIN LATERAL (
        SELECT count(*) AS nights, coalesce(sum(announced), 0) AS announced, coalesce(sum(loaded), 0) AS loaded,
            coalesce(sum(refused), 0) AS refused
        FROM news.coverage AS c
        WHERE c.outlet_key = a.outlet_key
            AND (%(since)s::date IS NULL OR c.day >= %(since)s) AND (%(until)s::date IS NULL OR c.day <= %(until)s)
    ) AS c
    CROSS JOIN LATERAL (
        SELECT min('https://' || host) AS home FROM news.outlet_host AS h
        WHERE h.outlet_key = a.outlet_key AND h.role = 'home'
    ) AS h
    ORDER BY 1"""
