-- depends: 0010_mentions
-- Search. The tokens of an article are made by crawler/vietnamese/tokens.py and copied in; those of a question here.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE news.article_search (
    article_id   bigint PRIMARY KEY REFERENCES news.article ON DELETE CASCADE,
    outlet_key   text NOT NULL REFERENCES news.outlet,
    published_at timestamptz,
    sections     text[] NOT NULL,
    names        text NOT NULL,
    tsv          tsvector NOT NULL,
    text_hash    text NOT NULL,
    attr_hash    text NOT NULL
);
CREATE INDEX article_search_newest ON news.article_search (published_at DESC NULLS LAST, article_id);
CREATE INDEX article_search_outlet ON news.article_search (outlet_key, published_at DESC NULLS LAST, article_id);
CREATE INDEX article_search_tokens ON news.article_search USING gin (tsv);
CREATE INDEX article_search_names ON news.article_search USING gin (names gin_trgm_ops);
COMMENT ON TABLE news.article_search IS 'What news.search looks in, made from the other tables: the words of each article''s present text.';
COMMENT ON COLUMN news.article_search.article_id IS 'The article.';
COMMENT ON COLUMN news.article_search.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.article_search.published_at IS 'When it was published, as in article.';
COMMENT ON COLUMN news.article_search.sections IS 'Its breadcrumb, each step in lower case without accents.';
COMMENT ON COLUMN news.article_search.names IS 'Headline and names of the byline, in lower case without accents: for misspelt words.';
COMMENT ON COLUMN news.article_search.tsv IS 'Its words as printed, tone marks unified; with ~ those of accented words without accents; and pairs of neighbours. Weight A: headline; B: kicker, lead; C: captions, byline, tags; D: body.';
COMMENT ON COLUMN news.article_search.text_hash IS 'article.text_hash of the text that it was made from.';
COMMENT ON COLUMN news.article_search.attr_hash IS 'article.attr_hash of what it was made from.';

CREATE FUNCTION news.words(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
RETURN (
    SELECT coalesce(array_agg(normalize(
        regexp_replace(left(w.found[1], 60), '([\u0300\u0301\u0303\u0309\u0323])([^\u0300\u0301\u0303\u0309\u0323]+)', '\2\1', 'g'),
        NFC) ORDER BY w.n), '{}')
    FROM regexp_matches(
        normalize(translate(lower(normalize($1, NFKC) COLLATE pg_unicode_fast), 'ðɖς', 'đđσ'), NFD),
        '[\u3400-\u4dbf\u4e00-\u9fff]'
        '|[^\u0001-/:-@\[-`{-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff\u3400-\u4dbf\u4e00-\u9fff\u0300-\u036f]'
        '[^\u0001-/:-@\[-`{-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff\u3400-\u4dbf\u4e00-\u9fff]*',
        'g') WITH ORDINALITY AS w (found, n)
);
COMMENT ON FUNCTION news.words(text) IS 'The words of a text in lower case, each tone mark behind its word''s letters, so that hòa and hoà are one; 16/2021/NQ-HĐND is four words.';

CREATE FUNCTION news.folded(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
RETURN translate(regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd');
COMMENT ON FUNCTION news.folded(text) IS 'A word of news.words without its accents; đ becomes d.';

CREATE FUNCTION news.fold_text(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
RETURN news.folded(array_to_string(news.words($1), ' '));
COMMENT ON FUNCTION news.fold_text(text) IS 'The words of a text without accents, parted by spaces: to compare names that are typed with and without.';

CREATE FUNCTION news.search_parts(question text) RETURNS TABLE (words text[], is_excluded boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
    SELECT p.words, coalesce(f.m[1] = '-', f.m[3] LIKE '-%')
    FROM regexp_matches(translate(question, '“”„«»', '"""""'), '(-?)"([^"]*)"|(\S+)', 'g') WITH ORDINALITY AS f (m, n)
    CROSS JOIN LATERAL (SELECT news.words(coalesce(f.m[2], f.m[3]))) AS p (words)
    WHERE p.words <> '{}'
    ORDER BY 2, f.n
$$;
COMMENT ON FUNCTION news.search_parts(text) IS 'What a question asks for, part by part, each the words that must stand side by side; last come the parts to leave out (-word).';

CREATE FUNCTION news.search_tsquery(question text, accents text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    part   record;
    word   text;
    plain  text;
    before text;
    form   tsquery;
    phrase tsquery;
    pairs  tsquery;
    whole  tsquery;
BEGIN
    FOR part IN SELECT * FROM news.search_parts(question) LOOP
        phrase := NULL;
        pairs := NULL;
        before := NULL;
        FOREACH word IN ARRAY part.words LOOP
            plain := news.folded(word);
            form := CASE
                WHEN accents = 'exact' OR accents = 'typed' AND word <> plain THEN format('''%s''', word)
                WHEN accents = 'none' AND word <> plain THEN format('''%s''', plain)
                ELSE format('''%s''|''~%s''', plain, plain) END;
            phrase := coalesce(tsquery_phrase(phrase, form), form);
            IF before IS NOT NULL THEN
                -- The rare pair leads the index to the few articles whose positions are then compared.
                pairs := coalesce(pairs && format('''%s %s''', before, plain)::tsquery, format('''%s %s''', before, plain)::tsquery);
            END IF;
            before := plain;
        END LOOP;
        phrase := coalesce(pairs && phrase, phrase);
        whole := CASE WHEN part.is_excluded THEN whole && !! phrase ELSE coalesce(whole && phrase, phrase) END;
    END LOOP;
    RETURN whole;
END
$$;
COMMENT ON FUNCTION news.search_tsquery(text, text) IS 'A question for article_search.tsv, null where it has no word. accents: exact (each word as typed); typed (a word with accents as typed, one without stands for all); none (the words with accents printed without any); ignored (each word stands for all accents).';

CREATE FUNCTION news.search_snippet(texts text[], wanted text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    passage text;
    words   text[];
    places  bigint[];
    said    bigint;
    chosen  text;
    hits    bigint[] := '{}';
    most    bigint := -1;
    printed text[];
    start   bigint;
BEGIN
    FOREACH passage IN ARRAY texts LOOP
        CONTINUE WHEN passage IS NULL;
        -- A mark for each space tells behind how many of them a word stands: words are cut once a passage, not one by one.
        words := news.words(regexp_replace(passage, '\s+', E' \uE000 ', 'g'));
        SELECT array_agg(DISTINCT m.place), count(DISTINCT m.plain) INTO places, said
        FROM (
            SELECT u.word, u.plain, 1 + count(*) FILTER (WHERE u.word = E'\uE000') OVER (ORDER BY u.n) AS place
            FROM unnest(words, string_to_array(news.folded(array_to_string(words, ' ')), ' '))
                WITH ORDINALITY AS u (word, plain, n)
        ) AS m
        WHERE m.word = ANY (wanted) OR '~' || m.plain = ANY (wanted);
        IF said > most THEN
            chosen := passage;
            hits := places;
            most := said;
        END IF;
        EXIT WHEN most >= cardinality(wanted) / 2;
    END LOOP;
    printed := regexp_split_to_array(chosen, '\s+');
    -- The stretch of 30 words with most hits, begun a few words before the first of them.
    SELECT h INTO start FROM unnest(hits) AS h
    ORDER BY (SELECT count(*) FROM unnest(hits) AS o WHERE o BETWEEN h AND h + 25) DESC, h LIMIT 1;
    start := greatest(1, least(coalesce(start, 1) - 4, cardinality(printed) - 29));
    RETURN (
        SELECT CASE WHEN start > 1 THEN '… ' ELSE '' END
            || string_agg(CASE WHEN u.n = ANY (hits) THEN '<b>' || u.p || '</b>' ELSE u.p END, ' ' ORDER BY u.n)
            || CASE WHEN start + 29 < cardinality(printed) THEN ' …' ELSE '' END
        FROM unnest(printed) WITH ORDINALITY AS u (p, n) WHERE u.n BETWEEN start AND start + 29);
END
$$;
COMMENT ON FUNCTION news.search_snippet(text[], text[]) IS 'About 30 words of the first text that says most of what is wanted, each hit between <b> and </b>.';

CREATE FUNCTION news.search_outlets(province text, outlet text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
    found text[];
    here  text;
BEGIN
    IF outlet IS NOT NULL THEN
        found := ARRAY(SELECT o.outlet_key FROM news.outlet AS o
            WHERE o.outlet_key = lower(outlet) OR news.fold_text(o.name) = news.fold_text(outlet));
        IF found = '{}' THEN
            RAISE invalid_parameter_value USING MESSAGE = format('no newspaper %L', outlet),
                HINT = 'SELECT outlet_key, name FROM news.outlet lists them.';
        END IF;
    END IF;
    IF province IS NULL THEN
        RETURN found;
    END IF;
    SELECT u.code INTO here FROM news.unit AS u
    WHERE u.level = 'province' AND (u.code = province OR news.fold_text(province)
        IN (news.fold_text(u.name), regexp_replace(news.fold_text(u.name), '^(tinh|thanh pho) ', '')));
    IF here IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = format('no province %L', province),
            HINT = coalesce(
                (SELECT format('since 2025-07-01 it is part of %s', string_agg(n.name, ', '))
                 FROM news.unit AS u JOIN news.unit_successor AS s ON s.old_code = u.code
                 JOIN news.unit AS n ON n.code = s.new_code AND n.level = 'province'
                 WHERE u.level = 'former_province' AND news.fold_text(province)
                    IN (news.fold_text(u.name), regexp_replace(news.fold_text(u.name), '^(tinh|thanh pho) ', ''))),
                'SELECT code, name FROM news.unit WHERE level = ''province'' lists them.');
    END IF;
    RETURN ARRAY(SELECT o.outlet_key FROM news.outlet AS o
        WHERE o.province_code = here AND (found IS NULL OR o.outlet_key = ANY (found)));
END
$$;
COMMENT ON FUNCTION news.search_outlets(text, text) IS 'Keys of the newspapers of a province (name or code) and of a name or key; null: all. An unknown one is an error that says what there is.';

CREATE TYPE news.search_hit AS (
    article_id   bigint,
    rank         real,
    match        text,
    headline     text,
    snippet      text,
    published_at timestamptz,
    outlet       text,
    province     text,
    section      text,
    url          text
);
COMMENT ON TYPE news.search_hit IS 'A row of news.search.';
COMMENT ON COLUMN news.search_hit.article_id IS 'The article.';
COMMENT ON COLUMN news.search_hit.rank IS '2 for the accents as typed, up to 1 for words side by side as typed, up to 1 for how often and where they stand (headline before lead before body).';
COMMENT ON COLUMN news.search_hit.match IS 'as typed; accents ignored, where nothing is as typed; similar, where no article has all the words: headlines and bylines spelt almost so.';
COMMENT ON COLUMN news.search_hit.headline IS 'Headline.';
COMMENT ON COLUMN news.search_hit.snippet IS 'A passage with the words, each between <b> and </b>.';
COMMENT ON COLUMN news.search_hit.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.search_hit.outlet IS 'Name of the newspaper.';
COMMENT ON COLUMN news.search_hit.province IS 'Present province of the newspaper.';
COMMENT ON COLUMN news.search_hit.section IS 'Top section.';
COMMENT ON COLUMN news.search_hit.url IS 'Present address.';


-- The planner does not know that a tsvector must be fetched from beside its row (some 30 µs): it is told which way to go.
-- A word of every fifth article or more is met soon enough from the newest article on; a rarer one is in the index.
CREATE FUNCTION news.search_candidates(
    hit tsquery, outlets text[], first_at timestamptz, end_at timestamptz, wanted text, most integer
) RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
    share real;
BEGIN
    SELECT avg((w.tsv @@ hit)::integer) INTO share
    FROM (
        SELECT s.tsv FROM news.article_search AS s
        WHERE (outlets IS NULL OR s.outlet_key = ANY (outlets)) AND (wanted IS NULL OR wanted = ANY (s.sections))
            AND (first_at IS NULL OR s.published_at >= first_at) AND (end_at IS NULL OR s.published_at < end_at)
        ORDER BY s.published_at DESC NULLS LAST, s.article_id LIMIT 200
    ) AS w;
    IF share >= 0.2 THEN
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
COMMENT ON FUNCTION news.search_candidates(tsquery, text[], timestamptz, timestamptz, text, integer) IS 'The newest articles that a question finds within the filters: those that news.search ranks.';

CREATE FUNCTION news.search(
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
                    ((s.tsv @@ exact)::integer * 2 + ts_rank(s.tsv, hit, 33)
                        + coalesce((SELECT avg((s.tsv @@ p)::integer) FROM unnest(pairs) AS p), 0))::real AS rank
                FROM news.article_search AS s
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
COMMENT ON FUNCTION news.search(text, text, text, date, date, text, boolean, integer) IS 'Articles with all the words. "…": side by side. -word: without it. A word typed without accents finds all accents, one with accents itself. Filters: province (name or code), outlet (key or name), since and until (days of publication in Việt Nam), section (a step of the breadcrumb). The best first, sought among the newest thousand hits; or the newest first.';
