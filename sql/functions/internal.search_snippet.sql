-- needs: internal.folded, internal.words
CREATE FUNCTION internal.search_snippet(texts text[], wanted text[]) RETURNS text
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
        words := internal.words(regexp_replace(passage, '\s+', E' \uE000 ', 'g'));
        SELECT array_agg(DISTINCT m.place), count(DISTINCT m.plain) INTO places, said
        FROM (
            SELECT u.word, u.plain, 1 + count(*) FILTER (WHERE u.word = E'\uE000') OVER (ORDER BY u.n) AS place
            FROM unnest(words, string_to_array(internal.folded(array_to_string(words, ' ')), ' '))
                WITH ORDINALITY AS u (word, plain, n)
        ) AS m
        WHERE m.word LIKE ANY (wanted) OR '~' || m.plain LIKE ANY (wanted);
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
COMMENT ON FUNCTION internal.search_snippet(text[], text[]) IS 'About 30 words of the first text that says most of what is wanted, each hit between <b> and </b>. wanted: tokens of article_search.tsv; with % the beginning of some.';
