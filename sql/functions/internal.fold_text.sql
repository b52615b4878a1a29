-- needs: internal.folded, internal.words
CREATE FUNCTION internal.fold_text(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
RETURN internal.folded(array_to_string(internal.words($1), ' '));
COMMENT ON FUNCTION internal.fold_text(text) IS 'The words of a text without accents, parted by spaces: to compare names that are typed with and without.';
