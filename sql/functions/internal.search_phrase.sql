-- needs: internal.folded
CREATE FUNCTION internal.search_phrase(words text[], is_begun boolean[], accents text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    plain  text;
    star   text;
    form   tsquery;
    phrase tsquery;
    pairs  tsquery;
BEGIN
    FOR n IN 1 .. cardinality(words) LOOP
        plain := internal.folded(words[n]);
        star := CASE WHEN is_begun[n] THEN ':*' ELSE '' END;
        form := CASE
            -- Without its accents a beginning is that of quite other words: xoả* is not xoay.
            WHEN accents = 'exact' OR words[n] <> plain AND (accents = 'typed' OR accents = 'none' AND is_begun[n]) THEN format('''%s''%s', words[n], star)
            WHEN accents = 'none' AND words[n] <> plain THEN format('''%s''%s', plain, star)
            ELSE format('''%s''%s|''~%s''%s', plain, star, plain, star) END;
        phrase := coalesce(tsquery_phrase(phrase, form), form);
        IF n > 1 AND NOT is_begun[n - 1] THEN
            -- The rare pair leads the index to the few articles whose positions are then compared.
            form := format('''=%s %s''%s', internal.folded(words[n - 1]), plain, star);
            pairs := coalesce(pairs && form, form);
        END IF;
    END LOOP;
    RETURN coalesce(pairs && phrase, phrase);
END
$$;
COMMENT ON FUNCTION internal.search_phrase(text[], boolean[], text) IS 'Words side by side for article_search.tsv. accents: exact (each word as typed); typed (a word with accents as typed, one without stands for all); none (the words with accents printed without any); ignored (each word stands for all accents).';
