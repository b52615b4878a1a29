-- What PostgreSQL lets every login do and here only those may who need it. A superuser runs this in the database
-- `baotinh`: the embedded server at each start, `baotinh server-roles` on a server of several. Repeated, it changes nothing.

-- An analyst writes nothing, no large object either, and no message into the log of changes (WAL), which fills the disk.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea),
    pg_logical_emit_message(boolean, text, text, boolean), pg_logical_emit_message(boolean, text, bytea, boolean)
    FROM PUBLIC;

-- Advisory locks keep two crawls off one site and two loads off one paper: whoever takes one can stop the night.
DO $$
DECLARE
    lock regprocedure;
BEGIN
    FOR lock IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_(xact_)?(un)?lock'
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', lock);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO baotinh, baotinh_loader', lock);
    END LOOP;
END
$$;
