-- needs: internal.folded, internal.search_candidates, internal.search_wanted, internal.search_filters
-- needs: internal.search_passes, internal.search_snippet, internal.search_steps, internal.search_conditions
-- The words of an article are fetched and unpacked once, not for each part of its rank: w.
CREATE FUNCTION news.search(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL, newest boolean DEFAULT false, how_many integer DEFAULT 20, author text DEFAULT NULL
) RETURNS SETOF news.search_hit
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    steps    internal.search_step[] := internal.search_steps(query);
    filters  internal.search_filter := internal.search_filters(province, outlet, since, until, section, author);
    -- A rank costs a fetch of all the article's words: the best are sought among the newest thousand hits.
    most     integer := CASE WHEN newest THEN how_many ELSE greatest(how_many, 1000) END;
    exact    internal.search_condition := internal.search_conditions(steps, 'exact');
    is_plain boolean;
    words    text[];
    begun    text[];
    spelt    text;
    pairs    tsquery[];
    marked   text[];
    hit      tsquery;
    tier     text;
    ids      bigint[];
    ranks    real[];
BEGIN
    IF (exact).wanted IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to search for',
            HINT = 'For example: news.search(''"cải cách hành chính" -họp'', province => ''An Giang'')';
    END IF;
    SELECT array_agg(w.word ORDER BY s.n, w.n) FILTER (WHERE NOT w.is_begun),
        array_agg(w.word) FILTER (WHERE w.is_begun), bool_and(s.kind <> 'or' AND w.is_begun IS DISTINCT FROM true)
    INTO words, begun, is_plain
    FROM unnest(steps) WITH ORDINALITY AS s (kind, words, is_begun, is_excluded, n)
    LEFT JOIN LATERAL unnest(s.words, s.is_begun) WITH ORDINALITY AS w (word, is_begun, n) ON NOT s.is_excluded
    WHERE s.is_excluded IS DISTINCT FROM true;
    words := coalesce(words, '{}');
    spelt := internal.folded(array_to_string(words, ' '));
    pairs := ARRAY(
        SELECT format('''=%s %s''', internal.folded(words[n]), internal.folded(words[n + 1]))::tsquery
        FROM generate_series(1, cardinality(words) - 1) AS n);
    FOREACH tier IN ARRAY ARRAY['as typed', 'accents ignored'] LOOP
        hit := internal.search_wanted(steps, filters.author, tier);
        marked := ARRAY(
            SELECT m FROM unnest(words || begun) WITH ORDINALITY AS w (word, n) CROSS JOIN LATERAL internal.folded(w.word) AS plain
            CROSS JOIN unnest(CASE WHEN tier = 'as typed' AND w.word <> plain THEN ARRAY[w.word, plain]
                ELSE ARRAY[plain, '~' || plain] END) AS f (form)
            CROSS JOIN LATERAL (SELECT f.form || CASE WHEN w.n > cardinality(words) THEN '%' ELSE '' END) AS p (m));
        SELECT array_agg(h.article_id), array_agg(h.rank) INTO ids, ranks
        FROM (
            SELECT r.article_id, r.rank
            FROM (
                SELECT s.article_id, s.published_at,
                    ((w.tsv @@ (exact).wanted)::integer * 2 + ts_rank(w.tsv, hit, 33)
                        + coalesce((SELECT avg((w.tsv @@ p)::integer) FROM unnest(pairs) AS p), 0))::real AS rank
                FROM news.article_search AS s
                CROSS JOIN LATERAL (SELECT s.tsv || '' AS tsv OFFSET 0) AS w
                WHERE s.article_id = ANY (internal.search_candidates(hit, filters, most))
            ) AS r
            ORDER BY CASE WHEN newest THEN 0 ELSE r.rank END DESC, r.published_at DESC NULLS LAST, r.article_id
            LIMIT how_many
        ) AS h;
        EXIT WHEN ids IS NOT NULL;
    END LOOP;
    IF ids IS NULL AND is_plain THEN
        tier := 'similar';
        marked := '{}';
        SELECT array_agg(h.article_id), array_agg(h.rank) INTO ids, ranks
        FROM (
            SELECT s.article_id, word_similarity(spelt, s.names) AS rank
            FROM news.article_search AS s
            WHERE spelt <% s.names AND internal.search_passes(s, filters)
                AND (filters.author IS NULL OR s.tsv @@ filters.author)
                AND ((exact).excluded IS NULL OR NOT s.tsv @@ (exact).excluded)
            ORDER BY CASE WHEN newest THEN 0 ELSE word_similarity(spelt, s.names) END DESC,
                s.published_at DESC NULLS LAST, s.article_id
            LIMIT how_many
        ) AS h;
    END IF;
    RETURN QUERY
        SELECT h.article_id, h.rank, tier, a.headline,
            internal.search_snippet(
                a.lead || t.body || ARRAY(
                    SELECT unnest(ARRAY[i.caption, i.credit])
                    FROM news.article_image AS i WHERE i.article_id = h.article_id ORDER BY i.seq),
                marked),
            a.published_at, o.name, u.name, a.section_path[1], a.url
        FROM unnest(ids, ranks) WITH ORDINALITY AS h (article_id, rank, n)
        JOIN news.article_record AS a USING (article_id)
        JOIN news.article_text AS t USING (article_id)
        JOIN news.outlet AS o USING (outlet_key)
        LEFT JOIN news.unit AS u ON u.code = a.province_code AND u.level = 'province' AND upper_inf(u.valid)
        ORDER BY h.n;
END
$$;
COMMENT ON FUNCTION news.search(text, text, text, date, date, text, boolean, integer, text) IS 'Articles with all the words. "…": side by side. -word, -"…", -(…): without it. one OR other, one | other; parentheses; xoa*: words that begin so. What is not understood is an error with a hint. A word typed without accents finds all accents, one with accents itself. Filters: province (name or code), outlet (key or name), since and until (days of publication in Việt Nam, both included), section (a step of the breadcrumb, or a code of news.section_code), author (whole name); several between |, an unknown one is an error. The best first, sought among the newest thousand hits; or the newest first. Numbers: news.search_counts.';
