"""What a tool asks the database: by the analyst's login, read-only, in bounded time and with bounded answers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import DictRow, dict_row

from crawler.database import connect
from crawler.warehouse import cite

# What the login `analyst` has by itself, for an operator whose DATABASE_URL is another login.
TIMEOUT = "60s"
MOST = 50
# Lengths at which an answer still leaves a model room for others.
MOST_CHARACTERS = 20_000


class Unanswerable(ValueError):
    """The question has no answer; the message says why, and what to ask instead."""


@dataclass(frozen=True)
class Questions:
    """The read-only questions, each on a connection of its own, so that a restart of the database ends nothing."""

    url: str

    def search(  # noqa: PLR0917
        self,
        query: str,
        province: str | None,
        outlet: str | None,
        since: date | None,
        until: date | None,
        section: str | None,
        newest: bool,
        how_many: int,
    ) -> dict[str, Any]:
        """Return the best articles of news.search, and how many there are."""
        filters = [query, province, outlet, since, until, section]
        with self._reader() as conn:
            hits = _rows(
                conn, "SELECT * FROM news.search(%s, %s, %s, %s, %s, %s, %s, %s)", [*filters, newest, _few(how_many)]
            )
            [count] = _rows(conn, "SELECT news.search_count(%s, %s, %s, %s, %s, %s) AS articles", filters)
        return {"articles_as_typed": count["articles"], "hits": hits}

    def article(self, article: str, revision: int | None) -> dict[str, Any]:
        """Return an article as news.articles has it, or an earlier text of it, with its citation."""
        with self._reader() as conn:
            try:
                citation = cite(conn, article, revision)
            except psycopg.errors.InsufficientPrivilege:
                # Whether it was taken down stands where an analyst may not look.
                raise Unanswerable(f"{article}: not in the tables") from None
            if citation.removed_on_request_at:
                return {"citation": citation.words}
            [row] = _rows(conn, "SELECT * FROM news.articles WHERE article_id = %s", [citation.article_id])
            if revision is not None:
                [earlier] = _rows(conn, _VERSION, [citation.article_id, revision])
                row |= earlier
            documents = _rows(conn, _DOCUMENTS, [citation.article_id])
        body = row["body"]
        return {
            **row,
            "body": body and body[:MOST_CHARACTERS],
            "body_is_cut": bool(body) and len(body) > MOST_CHARACTERS,
            "documents": documents,
            "citation": citation.words,
            "record_id": citation.record_id,
        }

    def document(self, number: str, kind: str | None, how_many: int) -> dict[str, Any]:
        """Return who cited a document, the first of them first; those of one moment, or whose hour is unknown, tie."""
        with self._reader() as conn:
            citing = _rows(conn, _CITING, {"number": number, "kind": kind})
            if not citing:
                raise Unanswerable(
                    f"no article here cites a document with the number {number!r}; write it as printed, such as "
                    "'46/2025/NQ-HĐND'"
                )
            first = [row for row in citing if row["is_first"]]
            for row in first[:MOST]:
                row["citation"] = cite(conn, row["article_id"]).words
        return {
            "articles": len(citing),
            "newspapers": len({row["outlet"] for row in citing}),
            "first": first[:MOST],
            "first_is_a_tie": len(first) > 1,
            "undated": sum(row["published_at"] is None for row in citing),
            "citing": [row for row in citing if not row["is_first"]][: _few(how_many)],
        }

    def coverage(
        self, province: str | None, outlet: str | None, since: date | None, until: date | None
    ) -> dict[str, Any]:
        """Return by paper how much of what it announced is here, the nights that were not green, and its proof."""
        with self._reader() as conn:
            values = {"province": province, "outlet": outlet, "since": since, "until": until}
            return {"newspapers": _rows(conn, _COVERAGE, values)}

    def schema(self, relation: str | None) -> dict[str, Any]:
        """Return the tables and views for analysts with their meaning; of one that is named, its columns."""
        with self._reader() as conn:
            if relation is None:
                return {"relations": _rows(conn, _RELATIONS, [])}
            columns = _rows(conn, _COLUMNS, [relation.removeprefix("news.")])
        if not columns:
            raise Unanswerable(f"news has no table or view {relation!r}; without a name, schema lists them")
        return {"relation": relation, "columns": columns}

    @contextmanager
    def _reader(self) -> Iterator[psycopg.Connection]:
        """Connect for one question; what the database refuses becomes a sentence with its hint."""
        with connect(self.url) as conn:
            conn.execute("SET default_transaction_read_only = on")
            conn.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
            conn.execute("SELECT set_config('statement_timeout', %s, false)", [TIMEOUT])
            try:
                yield conn
            except psycopg.errors.QueryCanceled:
                raise Unanswerable(f"stopped after {TIMEOUT}: ask for fewer days, one paper or rarer words") from None
            except psycopg.Error as error:
                hint = f" ({error.diag.message_hint})" if error.diag.message_hint else ""
                raise Unanswerable(f"{error.diag.message_primary or error}{hint}") from None


def _few(how_many: int) -> int:
    return max(1, min(how_many, MOST))


def _rows(conn: psycopg.Connection, query: str, values: Sequence[Any] | dict[str, Any]) -> list[DictRow]:
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query.encode(), values).fetchall()
    return [{name: _plain(name, value) for name, value in row.items()} for row in rows]


def _plain(name: str, value: Any) -> Any:
    """Return a value as JSON has it; an id as text, since JavaScript rounds numbers of 63 bits."""
    if name.endswith("_id") and isinstance(value, int):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


_VERSION = """
    SELECT revision, first_seen_at, changed, headline, kicker, lead, array_to_string(body, E'\\n\\n') AS body
    FROM news.article_version WHERE article_id = %s AND revision = %s"""

_DOCUMENTS = """
    SELECT kind, number, issuer, issued_on, title, mentions FROM news.document_reference
    WHERE article_id = %s ORDER BY seq"""

# Who was first is known to the day where an article's hour is not: those of that day may have been first as well.
_CITING = """
    WITH citing AS (
        SELECT a.article_id, o.name AS outlet, a.published_at, a.published_precision, a.headline, a.url, d.kind,
            d.number, d.issuer, d.text AS words,
            CASE a.published_precision WHEN 'day' THEN date_trunc('day', a.published_at) ELSE a.published_at END
                AS earliest,
            CASE a.published_precision
                WHEN 'day' THEN date_trunc('day', a.published_at) + interval '1 day'
                WHEN 'minute' THEN date_trunc('minute', a.published_at) + interval '1 minute'
                ELSE a.published_at + interval '1 second' END AS latest
        FROM (
            SELECT DISTINCT ON (article_id) * FROM news.document_reference
            WHERE lower(number_key) = lower(replace(replace(%(number)s, ' ', ''), '–', '-'))
                AND (%(kind)s::text IS NULL OR lower(kind) = lower(%(kind)s))
            ORDER BY article_id, seq
        ) AS d
        JOIN news.article_record AS a USING (article_id)
        JOIN news.outlet AS o USING (outlet_key)
    )
    SELECT article_id, outlet, published_at, published_precision, headline, url, kind, number, issuer, words,
        coalesce(earliest < min(latest) OVER (), false) AS is_first
    FROM citing ORDER BY published_at NULLS LAST, article_id"""

_COVERAGE = """
    SELECT o.outlet_key, o.name AS outlet, p.state AS reader, p.proven_by, p.proven_fields,
        (SELECT count(*) FROM news.article_record AS a WHERE a.outlet_key = o.outlet_key
            AND (%(since)s::date IS NULL OR a.published_on >= %(since)s)
            AND (%(until)s::date IS NULL OR a.published_on <= %(until)s)) AS articles_published_in_these_days,
        c.nights, c.first_night, c.last_night, c.announced, c.loaded, c.refused, c.failed, c.nights_not_green
    FROM news.outlet AS o
    JOIN news.proof AS p USING (outlet_key)
    CROSS JOIN LATERAL (
        SELECT count(*) AS nights, min(day) AS first_night, max(day) AS last_night, sum(announced) AS announced,
            sum(loaded) AS loaded, sum(refused) AS refused, sum(failed) AS failed,
            array_agg(format('%%s: %%s', day, verdict) ORDER BY day DESC) FILTER (WHERE verdict <> 'green')
                AS nights_not_green
        FROM news.coverage AS c
        WHERE c.outlet_key = o.outlet_key
            AND (%(since)s::date IS NULL OR c.day >= %(since)s) AND (%(until)s::date IS NULL OR c.day <= %(until)s)
    ) AS c
    WHERE (%(province)s::text IS NULL AND %(outlet)s::text IS NULL
        OR o.outlet_key = ANY (internal.search_outlets(%(province)s, %(outlet)s)))
    ORDER BY o.outlet_key"""

_RELATIONS = """
    SELECT c.oid::regclass::text AS name, obj_description(c.oid) AS meaning FROM pg_class AS c
    WHERE c.relnamespace = 'news'::regnamespace AND c.relkind IN ('r', 'v', 'm')
        AND has_table_privilege(c.oid, 'SELECT')
    ORDER BY 1"""

_COLUMNS = """
    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, col_description(a.attrelid, a.attnum)
        AS meaning
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'news'::regnamespace AND c.relname = %s AND c.relkind IN ('r', 'v', 'm')
    ORDER BY a.attnum"""
