-- needs: internal.folded, internal.words
CREATE FUNCTION internal.search_words(text, OUT words text[], OUT is_begun boolean[])
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    chunk  text;
    plain  text;
    of_one text[];
BEGIN
    words := '{}';
    is_begun := '{}';
    FOREACH chunk IN ARRAY regexp_split_to_array(btrim($1), '\s+') LOOP
        plain := regexp_replace(normalize(chunk, NFC), '\*$', '');
        of_one := internal.words(plain);
        IF chunk ~ '\*' AND (plain ~ '\*' OR internal.words(right(plain, 1)) = '{}'
                OR length(internal.folded(of_one[cardinality(of_one)])) < 2) THEN
            RAISE invalid_parameter_value USING MESSAGE = format('%L is not the beginning of a word', chunk),
                HINT = 'A * stands at the end of the beginning of a word, at least two letters: xoa*.';
        END IF;
        words := words || of_one;
        is_begun := is_begun || array_fill(false, ARRAY[cardinality(of_one)]);
        IF chunk ~ '\*' THEN
            is_begun[cardinality(is_begun)] := true;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION internal.search_words(text) IS 'The words that stand side by side in a part of a question, and which of them are only beginnings (word*).';
