-- Each is asked for by its name first: CREATE INDEX IF NOT EXISTS would wait for every load that is under way.
CREATE FUNCTION internal.make_search_indexes() RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog SET maintenance_work_mem = '256MB' AS $$
BEGIN
    IF to_regclass('news.article_search_tokens') IS NULL THEN
        CREATE INDEX article_search_tokens ON news.article_search USING gin (tsv);
    END IF;
    IF to_regclass('news.article_search_sections') IS NULL THEN
        CREATE INDEX article_search_sections ON news.article_search USING gin (sections);
    END IF;
    IF to_regclass('news.article_search_names') IS NULL THEN
        CREATE INDEX article_search_names ON news.article_search USING gin (names gin_trgm_ops);
    END IF;
END
$$;
COMMENT ON FUNCTION internal.make_search_indexes() IS 'Make those indexes of news.article_search that are missing: in a new database all, after a rebuild of an empty one those of the words, which are several times cheaper after the rows than with each.';
