-- needs: internal.words
CREATE FUNCTION internal.search_parts(question text) RETURNS TABLE (words text[], is_excluded boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
    SELECT p.words, coalesce(f.m[1] = '-', f.m[3] LIKE '-%')
    FROM regexp_matches(translate(question, '“”„«»', '"""""'), '(-?)"([^"]*)"|(\S+)', 'g') WITH ORDINALITY AS f (m, n)
    CROSS JOIN LATERAL (SELECT internal.words(coalesce(f.m[2], f.m[3]))) AS p (words)
    WHERE p.words <> '{}'
    ORDER BY 2, f.n
$$;
COMMENT ON FUNCTION internal.search_parts(text) IS 'What a question asks for, part by part, each the words that must stand side by side; last come the parts to leave out (-word).';
