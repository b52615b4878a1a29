-- needs: internal.search_wanted, internal.search_filters, internal.search_passes, internal.search_section_codes
-- needs: internal.search_steps
-- First by what the search row holds, then by what that means: names are looked up for groups, not for articles.
CREATE FUNCTION news.search_counts(
    query text, "by" text DEFAULT 'month', province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL,
    until date DEFAULT NULL, section text DEFAULT NULL, author text DEFAULT NULL
) RETURNS TABLE (period date, outlet_key text, province_code text, section_code text, articles bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
SET enable_indexscan = off SET work_mem = '32MB'
AS $$
#variable_conflict use_column
DECLARE
    filters internal.search_filter := internal.search_filters(province, outlet, since, until, section, author);
    hit     tsquery := internal.search_wanted(internal.search_steps(query), filters.author, 'as typed');
    groups  text[] := regexp_split_to_array(lower(btrim("by")), '\s*,\s*');
    span    text := (SELECT g FROM unnest(groups) AS g WHERE g IN ('day', 'week', 'month', 'year') LIMIT 1);
BEGIN
    IF hit IS NULL AND query IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to count',
            HINT = 'Null instead of a question counts all articles: news.search_counts(NULL, ''month'').';
    ELSIF NOT groups <@ '{day,week,month,year,outlet,province,section}'
            OR cardinality(array_remove(groups, span)) > (SELECT count(DISTINCT g) FROM unnest(array_remove(groups, span)) AS g)
            OR cardinality(ARRAY(SELECT unnest(groups) INTERSECT SELECT unnest('{day,week,month,year}'::text[]))) > 1 THEN
        RAISE invalid_parameter_value USING MESSAGE = format('cannot count by %L', "by"),
            HINT = 'One of day, week, month, year; outlet, province, section; or several: ''month, section''.';
    END IF;
    RETURN QUERY
        WITH counted AS MATERIALIZED (
            SELECT date_trunc(span, s.published_on::timestamp)::date AS period,
                CASE WHEN groups && '{outlet,province}' THEN s.outlet_key END AS outlet_key,
                CASE WHEN 'section' = ANY (groups) THEN s.sections END AS path, count(*) AS articles
            FROM news.article_search AS s
            WHERE (hit IS NULL OR s.tsv @@ hit) AND internal.search_passes(s, filters)
            GROUP BY 1, 2, 3
        ), listed AS MATERIALIZED (
            SELECT c.step, c.code FROM internal.search_section_codes() AS c
        ), coded AS MATERIALIZED (
            SELECT p.path, (
                SELECT c.code FROM unnest(p.path) WITH ORDINALITY AS u (step, depth)
                JOIN listed AS c ON c.step = u.step ORDER BY u.depth DESC LIMIT 1) AS code
            FROM (SELECT DISTINCT n.path FROM counted AS n WHERE n.path IS NOT NULL) AS p
        )
        SELECT n.period, CASE WHEN 'outlet' = ANY (groups) THEN n.outlet_key END,
            CASE WHEN 'province' = ANY (groups) THEN o.province_code END, c.code, sum(n.articles)::bigint
        FROM counted AS n
        LEFT JOIN news.outlet AS o USING (outlet_key)
        LEFT JOIN coded AS c ON c.path = n.path
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
END
$$;
COMMENT ON FUNCTION news.search_counts(text, text, text, text, date, date, text, text) IS 'How many articles news.search would find as typed, by month (or day, week, year), outlet, province (of the newspaper), section (common), or several of them, straight from the index. Words and filters as there; null instead of words counts all articles: the denominator. A period is named by its first day; null: not dated, or no listed section. Columns that are not counted by are null.';
