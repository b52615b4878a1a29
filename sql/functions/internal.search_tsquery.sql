-- needs: internal.search_conditions, internal.search_steps
CREATE FUNCTION internal.search_tsquery(question text, accents text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
    SELECT coalesce(c.wanted && !! c.excluded, c.wanted)
    FROM internal.search_conditions(internal.search_steps(question), accents) AS c
$$;
COMMENT ON FUNCTION internal.search_tsquery(text, text) IS 'A question for article_search.tsv, null where nothing is wanted; accents as in search_phrase. As news.search_count counts: typed || none.';
