-- needs: internal.folded, internal.search_parts
CREATE FUNCTION internal.search_tsquery(question text, accents text) RETURNS tsquery
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
    FOR part IN SELECT * FROM internal.search_parts(question) LOOP
        phrase := NULL;
        pairs := NULL;
        before := NULL;
        FOREACH word IN ARRAY part.words LOOP
            plain := internal.folded(word);
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
COMMENT ON FUNCTION internal.search_tsquery(text, text) IS 'A question for article_search.tsv, null where it has no word. accents: exact (each word as typed); typed (a word with accents as typed, one without stands for all); none (the words with accents printed without any); ignored (each word stands for all accents).';
