CREATE FUNCTION internal.folded(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
RETURN translate(regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd');
COMMENT ON FUNCTION internal.folded(text) IS 'A word of internal.words without its accents; đ becomes d.';
