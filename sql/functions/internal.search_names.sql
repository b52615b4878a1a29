CREATE FUNCTION internal.search_names(names text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN (SELECT array_agg(btrim(s.name)) FROM regexp_split_to_table(names, '\s*[|;]\s*') AS s (name) WHERE btrim(s.name) <> '');
COMMENT ON FUNCTION internal.search_names(text) IS 'The names that a filter gives: several stand between | (An Giang | Cà Mau), since names of papers have commas.';
