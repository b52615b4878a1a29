-- depends: 0015_questions
-- Common words in a large collection: which way search goes depends on how many articles there are, and how many are
-- wanted; a rank fetches an article's words once; and a count reads the index alone.

-- The planner does not know that a tsvector must be fetched from beside its row (some 30 µs): it is told which way to go.
-- From the newest article on, most/share of them are fetched so; by the index, share * articles at some 1.5 µs each.
-- The ways cost the same where share² = 20 * most / articles. A share under 3 % is too small for a sample of 200, and a
-- word of every fifth article is met soon enough in any case.
CREATE OR REPLACE FUNCTION news.search_candidates(
    hit tsquery, outlets text[], first_at timestamptz, end_at timestamptz, wanted text, most integer
) RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
    share    real;
    articles real := (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'news.article_search'::regclass);
BEGIN
    SELECT avg((w.tsv @@ hit)::integer) INTO share
    FROM (
        SELECT s.tsv FROM news.article_search AS s
        WHERE (outlets IS NULL OR s.outlet_key = ANY (outlets)) AND (wanted IS NULL OR wanted = ANY (s.sections))
            AND (first_at IS NULL OR s.published_at >= first_at) AND (end_at IS NULL OR s.published_at < end_at)
        ORDER BY s.published_at DESC NULLS LAST, s.article_id LIMIT 200
    ) AS w;
    IF share >= least(0.2, greatest(0.03, sqrt(20 * most / articles))) THEN
        RETURN ARRAY(
            SELECT s.article_id FROM news.article_search AS s
            WHERE (s.tsv @@ hit) IS TRUE
                AND (outlets IS NULL OR s.outlet_key = ANY (outlets)) AND (wanted IS NULL OR wanted = ANY (s.sections))
                AND (first_at IS NULL OR s.published_at >= first_at) AND (end_at IS NULL OR s.published_at < end_at)
            ORDER BY s.published_at DESC NULLS LAST, s.article_id LIMIT most);
    END IF;
    RETURN ARRAY(
        SELECT h.article_id
        FROM (
            SELECT s.article_id, s.published_at FROM news.article_search AS s
            WHERE s.tsv @@ hit
                AND (outlets IS NULL OR s.outlet_key = ANY (outlets)) AND (wanted IS NULL OR wanted = ANY (s.sections))
                AND (first_at IS NULL OR s.published_at >= first_at) AND (end_at IS NULL OR s.published_at < end_at)
            OFFSET 0
        ) AS h
        ORDER BY h.published_at DESC NULLS LAST, h.article_id LIMIT most);
END
$$;

-- As before, but for the words of an article, which are fetched and unpacked once instead of for each part of its rank.
CREATE OR REPLACE FUNCTION news.search(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL, newest boolean DEFAULT false, how_many integer DEFAULT 20
) RETURNS SETOF news.search_hit
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    outlets  text[] := news.search_outlets(province, outlet);
    first_at timestamptz := since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    end_at   timestamptz := (until + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    wanted   text := news.fold_text(section);
    -- A rank costs a fetch of all the article's words: the best are sought among the newest thousand hits.
    most     integer := CASE WHEN newest THEN how_many ELSE greatest(how_many, 1000) END;
    spelt    text := news.fold_text(query);
    words    text[];
    pairs    tsquery[];
    marked   text[];
    exact    tsquery := news.search_tsquery(query, 'exact');
    hit      tsquery;
    tier     text;
    ids      bigint[];
    ranks    real[];
BEGIN
    IF exact IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'there is no word to search for',
            HINT = 'For example: news.search(''"cải cách hành chính" -họp'', province => ''An Giang'')';
    END IF;
    words := ARRAY(SELECT unnest(p.words) FROM news.search_parts(query) AS p WHERE NOT p.is_excluded);
    pairs := ARRAY(
        SELECT format('''%s %s''', news.folded(words[n]), news.folded(words[n + 1]))::tsquery
        FROM generate_series(1, cardinality(words) - 1) AS n);
    FOREACH tier IN ARRAY ARRAY['as typed', 'accents ignored'] LOOP
        hit := CASE tier WHEN 'as typed' THEN news.search_tsquery(query, 'typed') || news.search_tsquery(query, 'none')
            ELSE news.search_tsquery(query, 'ignored') END;
        marked := ARRAY(
            SELECT m FROM unnest(words) AS w CROSS JOIN LATERAL news.folded(w) AS plain
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
                WHERE s.article_id = ANY (news.search_candidates(hit, outlets, first_at, end_at, wanted, most))
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
            news.search_snippet(
                a.lead || t.body || ARRAY(
                    SELECT i.caption FROM news.article_image AS i WHERE i.article_id = h.article_id ORDER BY i.seq),
                marked),
            a.published_at, o.name, u.name, a.section_path[1], a.url
        FROM unnest(ids, ranks) WITH ORDINALITY AS h (article_id, rank, n)
        JOIN news.article AS a USING (article_id)
        JOIN news.article_text AS t USING (article_id)
        JOIN news.outlet AS o USING (outlet_key)
        LEFT JOIN news.unit AS u ON u.code = a.province_code AND u.level = 'province' AND upper_inf(u.valid)
        ORDER BY h.n;
END
$$;
CREATE FUNCTION news.search_count(
    query text, province text DEFAULT NULL, outlet text DEFAULT NULL, since date DEFAULT NULL, until date DEFAULT NULL,
    section text DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
SET enable_indexscan = off SET work_mem = '32MB'
AS $$
DECLARE
    outlets  text[] := news.search_outlets(province, outlet);
    first_at timestamptz := since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    end_at   timestamptz := (until + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    wanted   text := news.fold_text(section);
    hit      tsquery := news.search_tsquery(query, 'typed') || news.search_tsquery(query, 'none');
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
