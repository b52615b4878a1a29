-- needs: news.revision_span
CREATE VIEW news.removal AS
SELECT a.article_id, a.outlet_key, a.headline, a.published_at, s.last_seen_at AS after,
    (SELECT min(r.fetched_at) FROM ops.reading AS r
     WHERE r.article_id = a.article_id AND r.outcome = 'gone' AND r.fetched_at > s.last_seen_at) AS before,
    a.gone_at, a.url
FROM news.article_record AS a
JOIN news.revision_span AS s ON s.article_id = a.article_id AND s.revision = a.revision_count
WHERE a.gone_at IS NOT NULL;
COMMENT ON VIEW news.removal IS 'Articles that their papers took away. It happened later than "after" and not later than "before".';
COMMENT ON COLUMN news.removal.article_id IS 'The article.';
COMMENT ON COLUMN news.removal.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.removal.headline IS 'Last headline.';
COMMENT ON COLUMN news.removal.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.removal.after IS 'Last capture with the article.';
COMMENT ON COLUMN news.removal.before IS 'First answer that it is gone (404, 410).';
COMMENT ON COLUMN news.removal.gone_at IS 'When the removal was confirmed: such an answer again, at least 24 hours later.';
COMMENT ON COLUMN news.removal.url IS 'Last address.';
