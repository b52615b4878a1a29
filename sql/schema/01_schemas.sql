-- The schemas, the extensions that they lean on, and what `baotinh migrate` keeps in mind of these files.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SCHEMA news;
COMMENT ON SCHEMA news IS 'What the provincial press published: for analysts.';
CREATE SCHEMA ops;
COMMENT ON SCHEMA ops IS 'What the machinery did and keeps in mind: for operators.';
CREATE SCHEMA internal;
COMMENT ON SCHEMA internal IS 'Helpers that views and functions call; no analyst calls them.';

CREATE TABLE ops.schema_object (
    name       text        PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind IN ('tables', 'view', 'materialized view', 'function')),
    sha256     text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    needs      text[]      NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE ops.schema_object IS 'What of the folder sql was applied here, each with the digest of its text: a view or function whose text differs is made again.';
COMMENT ON COLUMN ops.schema_object.name IS 'The view or function; or tables, for all files of sql/schema.';
COMMENT ON COLUMN ops.schema_object.kind IS 'tables, view, materialized view or function.';
COMMENT ON COLUMN ops.schema_object.sha256 IS 'Digest of its file; of tables, of all their files without words of explanation.';
COMMENT ON COLUMN ops.schema_object.needs IS 'Views and functions that it is made of: it is dropped before them, and made after them.';
COMMENT ON COLUMN ops.schema_object.applied_at IS 'When it was made.';
