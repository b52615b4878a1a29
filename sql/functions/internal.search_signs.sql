-- needs: internal.search_hint, internal.search_words
CREATE FUNCTION internal.search_signs(question text) RETURNS SETOF internal.search_step
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    punctuation CONSTANT text := '^[.,;:…–—’''•·/]+$';
    part record;
    sign text;
BEGIN
    FOR part IN
        SELECT f.m[1] AS sign, f.m[2] = '' AS is_glued, lead(f.m[1]) OVER (ORDER BY f.n) AS next
        FROM regexp_matches(translate(question, '“”„«»', '"""""'), '("[^"]*"|["()|]|[^\s"()|]+)(\s*)', 'g')
            WITH ORDINALITY AS f (m, n)
        ORDER BY f.n
    LOOP
        sign := part.sign;
        IF sign IN ('(', ')') THEN
            RETURN NEXT ROW(sign, NULL::text[], NULL::boolean[], NULL::boolean);
        ELSIF sign IN ('|', 'OR') THEN
            RETURN NEXT ROW('or'::text, NULL::text[], NULL::boolean[], NULL::boolean);
        ELSIF sign = '-' AND part.is_glued AND part.next ~ '^("|\()' THEN
            RETURN NEXT ROW('not'::text, NULL::text[], NULL::boolean[], NULL::boolean);
        ELSIF sign = '"' THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a quotation mark is not closed',
                HINT = 'Words side by side stand between two of them: "cải cách hành chính".';
        ELSIF part.is_glued AND part.next !~ '^[()|]$' AND part.next !~ punctuation AND sign !~ punctuation THEN
            RAISE invalid_parameter_value USING MESSAGE = format('%L is not understood', sign || part.next),
                HINT = coalesce(internal.search_hint(sign || 'x'), 'A space parts words from words between quotation marks.');
        ELSIF sign ~ '^"' THEN
            RETURN QUERY SELECT 'phrase', w.words, w.is_begun, false FROM internal.search_words(btrim(sign, '"')) AS w;
        ELSIF internal.search_hint(sign) IS NOT NULL THEN
            RAISE invalid_parameter_value USING MESSAGE = format('%L is not understood', sign), HINT = internal.search_hint(sign);
        ELSIF sign !~ punctuation THEN
            IF sign ~ '^-' THEN
                RETURN NEXT ROW('not'::text, NULL::text[], NULL::boolean[], NULL::boolean);
            END IF;
            RETURN QUERY SELECT 'phrase', w.words, w.is_begun, false FROM internal.search_words(ltrim(sign, '-')) AS w;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION internal.search_signs(text) IS 'The phrases and signs of a question as they stand there; what is not understood is an error.';
