CREATE FUNCTION internal.words(text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
RETURN (
    SELECT coalesce(array_agg(normalize(
        regexp_replace(left(w.found[1], 60), '^([^\u0300\u0301\u0303\u0309\u0323]*)([\u0300\u0301\u0303\u0309\u0323]+)', '\2\1'),
        NFC) ORDER BY w.n), '{}')
    FROM regexp_matches(
        normalize(translate(lower(normalize($1, NFKC) COLLATE pg_unicode_fast), 'ðɖς', 'đđσ'), NFD),
        '[\u3400-\u4dbf\u4e00-\u9fff]'
        '|[^\u0001-/:-@\[-`{-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff\u3400-\u4dbf\u4e00-\u9fff\u0300-\u036f]'
        '[^\u0001-/:-@\[-`{-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f\ufe00-\ufe6f\uff00-\uff0f\U0001f000-\U0001faff\u3400-\u4dbf\u4e00-\u9fff]*',
        'g') WITH ORDINALITY AS w (found, n)
);
COMMENT ON FUNCTION internal.words(text) IS 'The words of a text in lower case, each tone mark before its word''s letters, so that hòa and hoà are one and xoà begins xoài; 16/2021/NQ-HĐND is four words.';
