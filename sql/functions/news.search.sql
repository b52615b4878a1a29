-- needs: internal.fold_text, internal.folded, internal.search_candidates, internal.search_outlets
-- needs: internal.search_parts, internal.search_snippet, internal.search_tsquery
-- The words of an article are fetched and unpacked once, not for each part of its rank: w.
CREATE FUNCTION news.search(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL, newest boolean DEFAULT false, how_many integer DEFAULT 20
) RETURNS SETOF news.search_hit
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    outlets  text[] := internal.search_outlets(province, outlet);
    first_at timestamptz := since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    end_at   timestamptz := (until + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    wanted   text := internal.fold_text(section);
    -- A rank costs a fetch of all the article's words: the best are sought among the newest thousand hits.
    most     integer := CASE WHEN newest THEN how_many ELSE greatest(how_many, 1000) END;
    spelt    text := internal.fold_text(query);
    words    text[];
    pairs    tsquery[];
    marked   text[];
    exact    tsquery := internal.search_tsquery(query, 'exact');
    hit      tsquery;
    tier     text;
    ids      bigint[];
    ranks    real[];
BEGIN
    IF exact IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to search for',
            HINT = 'For example: news.search(''"cải cách hành chính" -họp'', province => ''An Giang'')';
    END IF;
    words := ARRAY(SELECT unnest(p.words) FROM internal.search_parts(query) AS p WHERE NOT p.is_excluded);
    pairs := ARRAY(
        SELECT format('''%s %s''', internal.folded(words[n]), internal.folded(words[n + 1]))::tsquery
        FROM generate_series(1, cardinality(words) - 1) AS n);
    FOREACH tier IN ARRAY ARRAY['as typed', 'accents ignored'] LOOP
        hit := CASE tier WHEN 'as typed' THEN internal.search_tsquery(query, 'typed') || internal.search_tsquery(query, 'none')
            ELSE internal.search_tsquery(query, 'ignored') END;
        marked := ARRAY(
            SELECT m FROM unnest(words) AS w CROSS JOIN LATERAL internal.folded(w) AS plain
            CROSS JOIN unnest(CASE WHEN tier = 'as typed' AND w <> plain THEN ARRAY[w, plain]
                ELSE ARRAY[plain, '~' || plain] END) AS m);
        SELECT array_agg(h.article_id), array_agg(h.rank) INTO ids, ranks
        FROM (
            SELECT r.article_id, r.rank
            FROM (
                SELECT s.article_id, s.published_at,
                    ((w.tsv @@ exact)::integer * 2 + ts_rank(w.tsv, hit, 33)
                        + coalesce((SELECT avg((w.tsv @@ p)::integer) FROM unnest(pairs) AS p), 0))::real AS rank
                FROM news.article_search AS s
                CROSS JOIN LATERAL (SELECT s.tsv || '' AS tsv OFFSET 0) AS w
                WHERE s.article_id = ANY (internal.search_candidates(hit, outlets, first_at, end_at, wanted, most))
            ) AS r
            ORDER BY CASE WHEN newest THEN 0 ELSE r.rank END DESC, r.published_at DESC NULLS LAST, r.article_id
            LIMIT how_many
        ) AS h;
        EXIT WHEN ids IS NOT NULL;
    END LOOP;
    IF ids IS NULL THEN
        tier := 'similar';
        marked := '{}';
        SELECT array_agg(h.article_id), array_agg(h.rank) INTO ids, ranks
        FROM (
            SELECT s.article_id, word_similarity(spelt, s.names) AS rank
            FROM news.article_search AS s
            WHERE spelt <% s.names
                AND (outlets IS NULL OR s.outlet_key = ANY (outlets)) AND (wanted IS NULL OR wanted = ANY (s.sections))
                AND (first_at IS NULL OR s.published_at >= first_at) AND (end_at IS NULL OR s.published_at < end_at)
            ORDER BY CASE WHEN newest THEN 0 ELSE word_similarity(spelt, s.names) END DESC,
                s.published_at DESC NULLS LAST, s.article_id
            LIMIT how_many
        ) AS h;
    END IF;
    RETURN QUERY
        SELECT h.article_id, h.rank, tier, a.headline,
            internal.search_snippet(
                a.lead || t.body || ARRAY(
                    SELECT i.caption FROM news.article_image AS i WHERE i.article_id = h.article_id ORDER BY i.seq),
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
COMMENT ON FUNCTION news.search(text, text, text, date, date, text, boolean, integer) IS 'Articles with all the words. "…": side by side. -word: without it. A word typed without accents finds all accents, one with accents itself. Filters: province (name or code), outlet (key or name), since and until (days of publication in Việt Nam), section (a step of the breadcrumb). The best first, sought among the newest thousand hits; or the newest first.';
