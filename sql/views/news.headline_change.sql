-- needs: news.change
CREATE VIEW news.headline_change AS
SELECT article_id, revision, outlet_key, headline_before, headline_after, after, before, is_silent, published_at, url, record_id
FROM news.change WHERE 'headline' = ANY (changed);
COMMENT ON VIEW news.headline_change IS 'Headlines that were changed after their first capture.';
COMMENT ON COLUMN news.headline_change.article_id IS 'The article.';
COMMENT ON COLUMN news.headline_change.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.headline_change.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.headline_change.headline_before IS 'The old headline.';
COMMENT ON COLUMN news.headline_change.headline_after IS 'The new headline.';
COMMENT ON COLUMN news.headline_change.after IS 'Last capture with the old one.';
COMMENT ON COLUMN news.headline_change.before IS 'First capture with the new one.';
COMMENT ON COLUMN news.headline_change.is_silent IS 'True where the page declares no later change.';
COMMENT ON COLUMN news.headline_change.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.headline_change.url IS 'Present address.';
COMMENT ON COLUMN news.headline_change.record_id IS 'WARC record of the first capture with the new headline: the evidence.';
