-- The longest run of paragraphs that stayed in their order (dynamic programming between the first and the last
-- difference) leaves what was taken out and put in: equal texts among these moved, similar ones were changed.
CREATE FUNCTION internal.paragraph_diff(old text[], new text[])
RETURNS TABLE (change text, place_before integer, place_after integer, text_before text, text_after text)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, public
AS $$
DECLARE
    n     integer := cardinality(old);
    m     integer := cardinality(new);
    width integer;
    head  integer := 0;
    best  integer[];
    gone  integer[] := '{}';
    come  integer[] := '{}';
    i     integer;
    j     integer;
    one   record;
BEGIN
    WHILE head < least(n, m) AND old[head + 1] = new[head + 1] LOOP head := head + 1; END LOOP;
    WHILE least(n, m) > head AND old[n] = new[m] LOOP n := n - 1; m := m - 1; END LOOP;
    -- best[(i - head) * width + (j - head) + 1]: longest common run of what lies behind i and j
    width := m - head + 1;
    best := array_fill(0, ARRAY[(n - head + 1) * width]);
    FOR i IN REVERSE n - 1 .. head LOOP
        FOR j IN REVERSE m - 1 .. head LOOP
            best[(i - head) * width + j - head + 1] := CASE WHEN old[i + 1] = new[j + 1]
                THEN best[(i + 1 - head) * width + j + 1 - head + 1] + 1
                ELSE greatest(best[(i + 1 - head) * width + j - head + 1], best[(i - head) * width + j + 1 - head + 1]) END;
        END LOOP;
    END LOOP;
    i := head;
    j := head;
    WHILE i < n OR j < m LOOP
        IF i < n AND j < m AND old[i + 1] = new[j + 1] THEN
            i := i + 1;
            j := j + 1;
        ELSIF j >= m OR i < n AND best[(i + 1 - head) * width + j - head + 1] >= best[(i - head) * width + j + 1 - head + 1] THEN
            i := i + 1;
            gone := gone || i;
        ELSE
            j := j + 1;
            come := come || j;
        END IF;
    END LOOP;
    FOR one IN
        SELECT g, c, similarity(old[g], new[c]) AS likeness FROM unnest(gone) AS g CROSS JOIN unnest(come) AS c
        WHERE old[g] = new[c] OR similarity(old[g], new[c]) >= 0.4
        ORDER BY old[g] = new[c] DESC, 3 DESC, abs(g - c), g, c
    LOOP
        IF one.g = ANY (gone) AND one.c = ANY (come) THEN
            gone := array_remove(gone, one.g);
            come := array_remove(come, one.c);
            RETURN QUERY SELECT CASE WHEN old[one.g] = new[one.c] THEN 'moved' ELSE 'changed' END,
                one.g, one.c, old[one.g], new[one.c];
        END IF;
    END LOOP;
    RETURN QUERY SELECT 'removed', g, NULL::integer, old[g], NULL FROM unnest(gone) AS g;
    RETURN QUERY SELECT 'added', NULL::integer, c, NULL, new[c] FROM unnest(come) AS c;
END
$$;
COMMENT ON FUNCTION internal.paragraph_diff(text[], text[]) IS 'What differs between two texts, a row a paragraph: added, removed, moved, or changed (more alike than not).';
