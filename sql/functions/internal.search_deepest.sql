CREATE FUNCTION internal.search_deepest(path text[], sections text[], other_sections text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN (
    SELECT p.step = ANY (sections) FROM unnest(path) WITH ORDINALITY AS p (step, depth)
    WHERE p.step = ANY (sections) OR p.step = ANY (other_sections) ORDER BY p.depth DESC LIMIT 1);
COMMENT ON FUNCTION internal.search_deepest(text[], text[], text[]) IS 'Whether the deepest listed step of a breadcrumb is one of these sections, as news.article_section decides.';
