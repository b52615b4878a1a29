-- needs: internal.search_wanted, internal.search_filters, internal.search_passes, internal.search_steps
CREATE FUNCTION news.search_count(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL, author text DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
SET enable_indexscan = off SET work_mem = '32MB'
AS $$
DECLARE
    filters internal.search_filter := internal.search_filters(province, outlet, since, until, section, author);
    hit     tsquery := internal.search_wanted(internal.search_steps(query), filters.author, 'as typed');
BEGIN
    IF hit IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to count',
            HINT = 'For example: news.search_count(''"cải cách hành chính"'', province => ''An Giang'')';
    END IF;
    RETURN (SELECT count(*) FROM news.article_search AS s WHERE s.tsv @@ hit AND internal.search_passes(s, filters));
END
$$;
COMMENT ON FUNCTION news.search_count(text, text, text, date, date, text, text) IS 'How many articles news.search would find as typed, all of them. Words and filters as there; a phrase of common words takes long, since each article with these words is read.';
