CREATE VIEW news.revision_span AS
SELECT r.article_id, r.revision, r.first_seen_at,
    (SELECT s.fetched_at FROM ops.reading AS s
     WHERE s.article_id = r.article_id AND s.outcome IN ('article', 'unchanged')
        AND s.fetched_at < coalesce(n.first_seen_at, 'infinity')
     ORDER BY s.fetched_at DESC LIMIT 1) AS last_seen_at,
    n.first_seen_at AS replaced_at
FROM news.article_revision AS r
LEFT JOIN news.article_revision AS n ON n.article_id = r.article_id AND n.revision = r.revision + 1;
COMMENT ON VIEW news.revision_span IS 'When each text of each article was seen: it stood from first_seen_at to last_seen_at for certain, and not from replaced_at on.';
COMMENT ON COLUMN news.revision_span.article_id IS 'The article.';
COMMENT ON COLUMN news.revision_span.revision IS 'From 1, in the order of the captures.';
COMMENT ON COLUMN news.revision_span.first_seen_at IS 'First capture with this text.';
COMMENT ON COLUMN news.revision_span.last_seen_at IS 'Last capture with this text, or the last answer "not modified".';
COMMENT ON COLUMN news.revision_span.replaced_at IS 'First capture with the next text; null for the present one.';
