-- needs: internal.search_phrase
CREATE FUNCTION internal.search_conditions(steps internal.search_step[], accents text) RETURNS internal.search_condition
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    step     internal.search_step;
    wanted   tsquery[] := '{}';
    excluded tsquery[] := '{}';
    n        integer := 0;
BEGIN
    FOREACH step IN ARRAY steps LOOP
        IF step.kind = 'phrase' THEN
            n := n + 1;
            -- What is left out is the same whichever way the wanted words are sought.
            wanted[n] := CASE WHEN step.is_excluded
                THEN internal.search_phrase(step.words, step.is_begun, 'typed')
                    || internal.search_phrase(step.words, step.is_begun, 'none')
                ELSE internal.search_phrase(step.words, step.is_begun, accents) END;
            excluded[n] := NULL;
        ELSIF step.kind = 'not' THEN
            excluded[n] := coalesce(wanted[n] && !! excluded[n], wanted[n]);
            wanted[n] := NULL;
        ELSIF step.kind = 'and' THEN
            n := n - 1;
            wanted[n] := coalesce(wanted[n] && wanted[n + 1], wanted[n], wanted[n + 1]);
            excluded[n] := coalesce(excluded[n] || excluded[n + 1], excluded[n], excluded[n + 1]);
        ELSE
            n := n - 1;
            wanted[n] := CASE WHEN wanted[n] IS NOT NULL AND wanted[n + 1] IS NOT NULL
                THEN coalesce(wanted[n] && !! excluded[n], wanted[n])
                    || coalesce(wanted[n + 1] && !! excluded[n + 1], wanted[n + 1]) END;
            excluded[n] := NULL;
        END IF;
        IF wanted[n] IS NULL AND excluded[n] IS NULL THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a part of the question only leaves out',
                HINT = 'Say in each part what is wanted: bão -lũ, "mưa lớn" -(bão | lũ).';
        END IF;
    END LOOP;
    RETURN ROW(wanted[1], excluded[1])::internal.search_condition;
END
$$;
COMMENT ON FUNCTION internal.search_conditions(internal.search_step[], text) IS 'A question for article_search.tsv; accents as in search_phrase. What is left out is left out as typed, and where it is printed without accents.';
