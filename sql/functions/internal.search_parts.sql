-- needs: internal.search_steps
CREATE FUNCTION internal.search_parts(question text) RETURNS TABLE (words text[], is_excluded boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
    SELECT s.words, s.is_excluded FROM unnest(internal.search_steps(question)) AS s WHERE s.kind = 'phrase'
$$;
COMMENT ON FUNCTION internal.search_parts(text) IS 'The phrases of a question: what to mark in a text, and what is left out.';
