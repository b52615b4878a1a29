"""The data dictionary: what the database says of its own tables, views, types and functions, as Markdown."""

from collections.abc import Iterator

import psycopg

SCHEMAS = ("news", "ops")
_KINDS = {"r": "table", "p": "table", "v": "view", "m": "materialised view", "c": "type"}


class Undocumented(ValueError):
    """Something in the database has no comment; the text names all that lack one."""


def dictionary(conn: psycopg.Connection) -> str:
    """Return the dictionary of `news` and `ops`. Raises Undocumented where anything lacks a comment."""
    lacking = [*_lacking(conn)]
    if lacking:
        raise Undocumented(f"no comment on {', '.join(lacking)}: write COMMENT ON … in its file of sql/")
    lines = [
        "# Data dictionary",
        "",
        "Written by `baotinh dictionary` from the comments in the database, and checked against it by a test: edit the",
        "comments in `sql`, not this file. Times are `timestamptz`; what is unknown is null.",
    ]
    for schema, comment in conn.execute(_SCHEMAS, [[*SCHEMAS]]):
        lines += ["", f"## Schema `{schema}`", "", comment]
        for oid, kind, name, said in conn.execute(_RELATIONS, [schema]).fetchall():
            lines += ["", f"### {_KINDS[kind]} `{schema}.{name}`", "", said, ""]
            lines += ["| column | type | meaning |", "|---|---|---|"]
            lines += [f"| `{c}` | {t} | {_cell(m)} |" for c, t, m in conn.execute(_COLUMNS, [oid])]
        functions = conn.execute(_FUNCTIONS, [schema]).fetchall()
        if functions:
            lines += ["", f"### Functions of `{schema}`", "", "| function | returns | meaning |", "|---|---|---|"]
            lines += [
                f"| `{schema}.{name}({given})` | {_cell(back)} | {_cell(said)} |"
                for name, given, back, said in functions
            ]
    return "\n".join(lines) + "\n"


def _lacking(conn: psycopg.Connection) -> Iterator[str]:
    for (name,) in conn.execute(_LACKING, {"schemas": [*SCHEMAS]}):
        yield name


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# Partitions are described by their table; what belongs to an extension, by its own manual.
_SCHEMAS = """
    SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = ANY(%s) ORDER BY nspname"""
_RELATIONS = """
    SELECT c.oid, c.relkind::text, c.relname,
        CASE c.relkind WHEN 'c' THEN obj_description(c.reltype, 'pg_type') ELSE obj_description(c.oid, 'pg_class') END
    FROM pg_class AS c
    WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'c') AND NOT c.relispartition
    ORDER BY c.relname"""
_COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute
    WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum"""
_FUNCTIONS = """
    SELECT p.proname, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), obj_description(p.oid, 'pg_proc')
    FROM pg_proc AS p
    WHERE p.pronamespace = %s::regnamespace AND p.prokind IN ('f', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    ORDER BY p.proname, 2"""
_LACKING = """
    SELECT 'schema ' || nspname FROM pg_namespace
    WHERE nspname = ANY(%(schemas)s) AND obj_description(oid, 'pg_namespace') IS NULL
    UNION ALL
    SELECT c.oid::regclass::text FROM pg_class AS c
    WHERE c.relnamespace::regnamespace::text = ANY(%(schemas)s) AND c.relkind IN ('r', 'p', 'v', 'm')
        AND NOT c.relispartition AND obj_description(c.oid, 'pg_class') IS NULL
    UNION ALL
    SELECT t.typname FROM pg_type AS t JOIN pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
    WHERE t.typnamespace::regnamespace::text = ANY(%(schemas)s) AND obj_description(t.oid, 'pg_type') IS NULL
    UNION ALL
    SELECT c.relnamespace::regnamespace || '.' || c.relname || '.' || a.attname FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace::regnamespace::text = ANY(%(schemas)s) AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
        AND NOT c.relispartition AND col_description(c.oid, a.attnum) IS NULL
    UNION ALL
    SELECT p.oid::regprocedure::text FROM pg_proc AS p
    WHERE p.pronamespace::regnamespace::text = ANY(%(schemas)s) AND obj_description(p.oid, 'pg_proc') IS NULL
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    ORDER BY 1"""
