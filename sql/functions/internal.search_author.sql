-- needs: internal.fold_text, internal.folded, internal.search_names, internal.words
CREATE FUNCTION internal.search_author(authors text) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public
AS $$
DECLARE
    given   text;
    whole  text;
    plain  text;
    form   tsquery;
    one_of tsquery;
BEGIN
    FOREACH given IN ARRAY coalesce(internal.search_names(authors), '{}') LOOP
        whole := left(array_to_string(internal.words(given), ' '), 200);
        plain := internal.folded(whole);
        form := CASE WHEN whole = '' THEN NULL WHEN whole <> plain THEN format('''@%s''', whole)
            ELSE format('''@%s''|''@~%s''', plain, plain) END;
        IF form IS NULL OR NOT EXISTS (SELECT FROM news.article_search AS s WHERE s.tsv @@ form) THEN
            RAISE invalid_parameter_value USING MESSAGE = format('no author %L', given),
                HINT = coalesce(
                    (SELECT format('names like it: %s', string_agg(n.name, ', '))
                     FROM (
                        SELECT b.name FROM news.article_byline AS b
                        WHERE b.article_id IN (
                            SELECT s.article_id FROM news.article_search AS s WHERE plain <% s.names LIMIT 1000)
                        GROUP BY b.name HAVING word_similarity(plain, internal.fold_text(b.name)) > 0.4
                        ORDER BY word_similarity(plain, internal.fold_text(b.name)) DESC, count(*) DESC, b.name LIMIT 5
                     ) AS n
                     HAVING count(*) > 0),
                    'The whole given as in news.article_byline; without accents it finds all accents.');
        END IF;
        one_of := coalesce(one_of || form, form);
    END LOOP;
    RETURN one_of;
END
$$;
COMMENT ON FUNCTION internal.search_author(text) IS 'Whole names of the byline (several between |) for article_search.tsv; null: all. An unknown one is an error that says which are like it.';
