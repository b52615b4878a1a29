-- needs: internal.fold_text, internal.search_outlets, internal.search_tsquery
CREATE FUNCTION news.search_count(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
SET enable_indexscan = off SET work_mem = '32MB'
AS $$
DECLARE
    outlets  text[] := internal.search_outlets(province, outlet);
    first_at timestamptz := since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    end_at   timestamptz := (until + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    wanted   text := internal.fold_text(section);
    hit      tsquery := internal.search_tsquery(query, 'typed') || internal.search_tsquery(query, 'none');
BEGIN
    IF hit IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to count',
            HINT = 'For example: news.search_count(''"cải cách hành chính"'', province => ''An Giang'')';
    END IF;
    RETURN (
        SELECT count(*) FROM news.article_search AS s
        WHERE s.tsv @@ hit
            AND (outlets IS NULL OR s.outlet_key = ANY (outlets)) AND (wanted IS NULL OR wanted = ANY (s.sections))
            AND (first_at IS NULL OR s.published_at >= first_at) AND (end_at IS NULL OR s.published_at < end_at));
END
$$;
COMMENT ON FUNCTION news.search_count(text, text, text, date, date, text) IS 'How many articles news.search would find as typed, all of them. Words and filters as there; a phrase of common words takes long, since each article with these words is read.';
