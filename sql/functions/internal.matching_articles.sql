-- needs: internal.fold_text, internal.search_outlets, internal.search_tsquery
CREATE FUNCTION internal.matching_articles(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL
) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10000
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    outlets  text[] := internal.search_outlets(province, outlet);
    first_at timestamptz := since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    end_at   timestamptz := (until + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    wanted   text := internal.fold_text(section);
    hit      tsquery := internal.search_tsquery(query, 'typed') || internal.search_tsquery(query, 'none');
BEGIN
    IF query IS NOT NULL AND hit IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to search for',
            HINT = 'For example: "cải cách hành chính" -họp';
    END IF;
    RETURN QUERY
        SELECT s.article_id FROM news.article_search AS s
        WHERE (query IS NULL OR s.tsv @@ hit)
            AND (outlets IS NULL OR s.outlet_key = ANY (outlets)) AND (wanted IS NULL OR wanted = ANY (s.sections))
            AND (first_at IS NULL OR s.published_at >= first_at) AND (end_at IS NULL OR s.published_at < end_at);
END
$$;
COMMENT ON FUNCTION internal.matching_articles(text, text, text, date, date, text) IS 'Ids of the articles that news.search_count counts, without rank and order, for exports; without a query those that its filters leave.';
