-- needs: internal.search_deepest
-- Without SET, so that PostgreSQL writes it into the query and leaves out what does not filter.
CREATE FUNCTION internal.search_passes(a news.article_search, f internal.search_filter) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN ((f).outlets IS NULL OR (a).outlet_key = ANY ((f).outlets))
    AND ((f).first_at IS NULL OR (a).published_at >= (f).first_at) AND ((f).end_at IS NULL OR (a).published_at < (f).end_at)
    AND ((f).sections IS NULL OR (a).sections && (f).sections)
    -- A breadcrumb of one step needs no second look.
    AND ((f).other_sections IS NULL OR cardinality((a).sections) = 1 OR internal.search_deepest((a).sections, (f).sections, (f).other_sections));
COMMENT ON FUNCTION internal.search_passes(news.article_search, internal.search_filter) IS 'Whether an article is within the filters; the author is part of the question.';
