-- needs: internal.fold_text
CREATE FUNCTION internal.search_section_codes() RETURNS TABLE (step text, code text)
LANGUAGE sql STABLE SET search_path = pg_catalog
AS $$
    SELECT DISTINCT ON (internal.fold_text(s.words)) internal.fold_text(s.words), s.code
    FROM news.section AS s ORDER BY internal.fold_text(s.words), s.words
$$;
COMMENT ON FUNCTION internal.search_section_codes() IS 'The common section of each listed step of a breadcrumb, in the form of article_search.sections.';
