"""What people made beside our tables: schemas of their own, and views and functions that stand on ours."""

from dataclasses import dataclass

import psycopg

_OURS = "('news', 'ops', 'internal')"


@dataclass(frozen=True)
class OwnObject:
    """A view or function of a person's: `kind` is VIEW, MATERIALIZED VIEW or FUNCTION, as a copy's list says it."""

    kind: str
    schema: str
    name: str
    owner: str

    def __str__(self) -> str:
        return f"{self.kind.lower()} {self.schema}.{self.name} of {self.owner}"


def standing_on_ours(conn: psycopg.Connection) -> list[OwnObject]:
    """Return the views and functions outside our schemas that stand on tables, views or functions of ours."""
    return [OwnObject(*row) for row in conn.execute(_STANDING_ON_OURS)]


_STANDING_ON_OURS = f"""
    WITH ours AS (
        SELECT 'pg_class'::regclass AS class, oid FROM pg_class WHERE relnamespace::regnamespace::text IN {_OURS}
        UNION ALL
        SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace::regnamespace::text IN {_OURS}
        UNION ALL
        SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace::regnamespace::text IN {_OURS}
    )
    SELECT CASE v.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END, n.nspname, v.relname,
        v.relowner::regrole::text
    FROM ours JOIN pg_depend AS d ON d.refclassid = ours.class AND d.refobjid = ours.oid
    JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class AS v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm')
    JOIN pg_namespace AS n ON n.oid = v.relnamespace AND n.nspname NOT IN {_OURS}
    UNION
    SELECT 'FUNCTION', n.nspname,
        format('%s(%s)', p.proname, array_to_string(
            ARRAY(SELECT format_type(t.oid, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, n) ORDER BY n),
            ', ')),
        p.proowner::regrole::text
    FROM ours JOIN pg_depend AS d ON d.refclassid = ours.class AND d.refobjid = ours.oid
    JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
    JOIN pg_namespace AS n ON n.oid = p.pronamespace AND n.nspname NOT IN {_OURS}
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
