"""What people made beside our tables: schemas of their own, and views, functions and tables that stand on ours."""

from dataclasses import dataclass

import psycopg

_OURS = "('news', 'ops', 'internal')"


@dataclass(frozen=True)
class OwnObject:
    """What a person made; `kind` is VIEW, MATERIALIZED VIEW, FUNCTION, TABLE, TYPE or DOMAIN, as in a copy's list."""

    kind: str
    schema: str
    name: str
    owner: str

    def __str__(self) -> str:
        return f"{self.kind.lower()} {self.schema}.{self.name} of {self.owner}"


def standing_on_ours(conn: psycopg.Connection) -> list[OwnObject]:
    """Return what stands, outside our schemas, on tables, views, functions or types of ours.

    A table does by a column of a row of ours, or by a function in a default, a check, an index or a generated column.
    """
    return [OwnObject(*row) for row in conn.execute(_STANDING_ON_OURS)]


_STANDING_ON_OURS = f"""
    WITH ours AS (
        SELECT 'pg_class'::regclass AS class, oid FROM pg_class WHERE relnamespace::regnamespace::text IN {_OURS}
        UNION ALL
        SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace::regnamespace::text IN {_OURS}
        UNION ALL
        SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace::regnamespace::text IN {_OURS}
    ), dependent AS (
        SELECT d.classid, d.objid FROM ours JOIN pg_depend AS d ON d.refclassid = ours.class AND d.refobjid = ours.oid
    )
    SELECT CASE v.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, n.nspname, v.relname,
        v.relowner::regrole::text
    FROM dependent AS d
    JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class AS v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm')
    JOIN pg_namespace AS n ON n.oid = v.relnamespace AND n.nspname NOT IN {_OURS}
    UNION
    SELECT 'FUNCTION', n.nspname,
        format('%s(%s)', p.proname, array_to_string(
            ARRAY(SELECT format_type(t.oid, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, n) ORDER BY n),
            ', ')),
        p.proowner::regrole::text
    FROM dependent AS d
    JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
    JOIN pg_namespace AS n ON n.oid = p.pronamespace AND n.nspname NOT IN {_OURS}
    UNION
    SELECT CASE c.relkind WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, n.nspname, c.relname, c.relowner::regrole::text
    FROM dependent AS d
    LEFT JOIN pg_attrdef AS a ON d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid
    LEFT JOIN pg_constraint AS k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
    LEFT JOIN pg_index AS i ON d.classid = 'pg_class'::regclass AND i.indexrelid = d.objid
    JOIN pg_class AS c ON c.relkind IN ('r', 'p', 'c') AND c.oid = coalesce(
        a.adrelid, nullif(k.conrelid, 0), i.indrelid, CASE WHEN d.classid = 'pg_class'::regclass THEN d.objid END)
    JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname NOT IN {_OURS}
    UNION
    SELECT 'DOMAIN', n.nspname, t.typname, t.typowner::regrole::text
    FROM dependent AS d
    JOIN pg_constraint AS k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
    JOIN pg_type AS t ON t.oid = k.contypid
    JOIN pg_namespace AS n ON n.oid = t.typnamespace AND n.nspname NOT IN {_OURS}
    ORDER BY 2, 3"""


def schemas_of_people(conn: psycopg.Connection) -> list[str]:
    """Return the schemas that people own who read: what is in them is theirs, and the owner of ours may not read it."""
    rows = conn.execute(
        """
        SELECT n.nspname FROM pg_namespace AS n WHERE n.nspowner IN (
            SELECT m.member FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid
            WHERE g.rolname = 'baotinh_analyst')
        ORDER BY 1"""
    )
    return [name for (name,) in rows]
