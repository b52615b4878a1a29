-- Full text belongs to the papers: who may read it is a right of its own (sql/roles/grants.sql). Views work with their owner's
-- rights, so those that show bodies ask for the reader's.
CREATE FUNCTION news.may_read_text() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN has_table_privilege('news.article_text', 'SELECT');
COMMENT ON FUNCTION news.may_read_text() IS 'Whether your role may read full text. If not, body is null in news.articles and news.article_version, and article_block and paragraph_change are empty; headline, lead, captions and the snippets of news.search are for all.';
