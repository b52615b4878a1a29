-- What the reading role `analyst` may see; applied after every migration, and nothing where the role does not exist.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'analyst') THEN
        GRANT USAGE ON SCHEMA news, ops TO analyst;
        GRANT SELECT ON ALL TABLES IN SCHEMA news, ops TO analyst;
        ALTER DEFAULT PRIVILEGES IN SCHEMA news, ops GRANT SELECT ON TABLES TO analyst;
    END IF;
END
$$;
