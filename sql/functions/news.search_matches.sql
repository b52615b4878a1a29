-- needs: internal.search_wanted, internal.search_filters, internal.search_passes, internal.search_steps
CREATE FUNCTION news.search_matches(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL, author text DEFAULT NULL
) RETURNS TABLE (article_id bigint, outlet_key text, published_on date, published_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10000
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
SET enable_indexscan = off SET work_mem = '32MB'
AS $$
#variable_conflict use_column
DECLARE
    filters internal.search_filter := internal.search_filters(province, outlet, since, until, section, author);
    hit     tsquery := internal.search_wanted(internal.search_steps(query), filters.author, 'as typed');
BEGIN
    IF hit IS NULL AND query IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to search for',
            HINT = 'For example: news.search_matches(''"cải cách hành chính" -họp'', province => ''An Giang'')';
    END IF;
    RETURN QUERY
        SELECT s.article_id, s.outlet_key, s.published_on, s.published_at FROM news.article_search AS s
        WHERE (hit IS NULL OR s.tsv @@ hit) AND internal.search_passes(s, filters);
END
$$;
COMMENT ON FUNCTION news.search_matches(text, text, text, date, date, text, text) IS 'All articles that news.search finds as typed, without rank and snippet, in no order: to join and to count. Words and filters as there; null instead of words: all within the filters.';
