-- needs: internal.search_signs
-- Operators wait until what they join is there (Dijkstra's shunting-yard); "and" binds closer than "or", as in PostgreSQL.
CREATE FUNCTION internal.search_steps(question text) RETURNS internal.search_step[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    most     CONSTANT integer := 1000;
    sign     internal.search_step;
    steps    internal.search_step[] := '{}';
    waiting  text[] := '{}';
    is_ended boolean := false;
    problem  text;
BEGIN
    FOR sign IN SELECT * FROM internal.search_signs(question) LOOP
        problem := CASE
            WHEN cardinality(steps) + cardinality(waiting) >= most THEN format('the question has more than %s parts', most)
            WHEN sign.kind = 'or' AND NOT is_ended THEN 'nothing stands before OR'
            WHEN sign.kind = ')' AND array_position(waiting, '(') IS NULL THEN 'a parenthesis was not opened'
            WHEN sign.kind = ')' AND NOT is_ended THEN 'nothing stands before a closing parenthesis'
            WHEN sign.kind = 'phrase' AND sign.words = '{}' THEN 'a part of the question has no word' END;
        EXIT WHEN problem IS NOT NULL;
        WHILE waiting[cardinality(waiting)] = 'and' AND is_ended
                OR waiting[cardinality(waiting)] = 'or' AND sign.kind IN ('or', ')') LOOP
            steps := steps || ROW(waiting[cardinality(waiting)], NULL, NULL, NULL)::internal.search_step;
            waiting := trim_array(waiting, 1);
        END LOOP;
        IF is_ended AND sign.kind IN ('phrase', 'not', '(') THEN
            waiting := waiting || 'and'::text;
        END IF;
        IF sign.kind = 'phrase' THEN
            sign.is_excluded := cardinality(array_positions(waiting, 'not')) % 2 = 1;
            steps := steps || sign;
        ELSIF sign.kind = ')' THEN
            waiting := trim_array(waiting, 1);
        ELSE
            waiting := waiting || sign.kind;
        END IF;
        is_ended := sign.kind IN ('phrase', ')');
        WHILE is_ended AND waiting[cardinality(waiting)] = 'not' LOOP
            steps := steps || ROW('not', NULL, NULL, NULL)::internal.search_step;
            waiting := trim_array(waiting, 1);
        END LOOP;
    END LOOP;
    problem := coalesce(problem, CASE
        WHEN '(' = ANY (waiting) THEN 'a parenthesis is not closed'
        WHEN NOT is_ended AND waiting <> '{}' THEN 'nothing stands behind OR' END);
    IF problem IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = problem,
            HINT = 'The language is: words, "words side by side", -word, one OR other (or |), parentheses, beginning*.';
    END IF;
    RETURN steps || ARRAY(
        SELECT ROW(w.kind, NULL, NULL, NULL)::internal.search_step
        FROM unnest(waiting) WITH ORDINALITY AS w (kind, n) ORDER BY w.n DESC);
END
$$;
COMMENT ON FUNCTION internal.search_steps(text) IS 'A question step by step, operands before their operator; empty where it has none. What is not understood is an error.';
