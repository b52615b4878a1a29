-- needs: internal.search_passes
-- The planner does not know that a tsvector must be fetched from beside its row (some 30 µs): it is told which way to go.
-- From the newest article on, most/share of them are fetched so; by the index, share * articles at some 1.5 µs each.
-- The ways cost the same where share² = 20 * most / articles. A share under 3 % is too small for a sample of 200, and a
-- word of every fifth article is met soon enough in any case.
CREATE FUNCTION internal.search_candidates(hit tsquery, filters internal.search_filter, most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
AS $$
DECLARE
    share    real;
    articles real := (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'news.article_search'::regclass);
BEGIN
    SELECT avg((w.tsv @@ hit)::integer) INTO share
    FROM (
        SELECT s.tsv FROM news.article_search AS s WHERE internal.search_passes(s, filters)
        ORDER BY s.published_at DESC NULLS LAST, s.article_id LIMIT 200
    ) AS w;
    IF share >= least(0.2, greatest(0.03, sqrt(20 * most / articles))) THEN
        RETURN ARRAY(
            SELECT s.article_id FROM news.article_search AS s
            WHERE (s.tsv @@ hit) IS TRUE AND internal.search_passes(s, filters)
            ORDER BY s.published_at DESC NULLS LAST, s.article_id LIMIT most);
    END IF;
    RETURN ARRAY(
        SELECT h.article_id
        FROM (
            SELECT s.article_id, s.published_at FROM news.article_search AS s
            WHERE s.tsv @@ hit AND internal.search_passes(s, filters)
            OFFSET 0
        ) AS h
        ORDER BY h.published_at DESC NULLS LAST, h.article_id LIMIT most);
END
$$;
COMMENT ON FUNCTION internal.search_candidates(tsquery, internal.search_filter, integer) IS 'The newest articles that a question finds within the filters: those that news.search ranks.';
