-- needs: news.article_version, news.revision_span
CREATE VIEW news.change AS
SELECT n.article_id, n.revision, a.outlet_key, n.changed, s.last_seen_at AS after, n.first_seen_at AS before,
    NOT coalesce(n.modified_at > coalesce(o.modified_at, '-infinity'), false) AS is_silent,
    o.modified_at AS modified_at_before, n.modified_at AS modified_at_after,
    o.headline AS headline_before, n.headline AS headline_after, a.published_at, a.url, n.record_id
FROM news.article_version AS n
JOIN news.article_version AS o ON o.article_id = n.article_id AND o.revision = n.revision - 1
JOIN news.revision_span AS s ON s.article_id = o.article_id AND s.revision = o.revision
JOIN news.article_record AS a ON a.article_id = n.article_id;
COMMENT ON VIEW news.change IS 'Every edit of a text after its first capture. It happened later than "after" and not later than "before".';
COMMENT ON COLUMN news.change.article_id IS 'The article.';
COMMENT ON COLUMN news.change.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.change.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.change.changed IS 'What differs: headline, kicker, lead, body, captions, byline.';
COMMENT ON COLUMN news.change.after IS 'Last capture with the old text.';
COMMENT ON COLUMN news.change.before IS 'First capture with the new text.';
COMMENT ON COLUMN news.change.is_silent IS 'True where the page declares no later change than it did with the old text: nobody is told. Some papers never declare any.';
COMMENT ON COLUMN news.change.modified_at_before IS 'Last change that the page declared with the old text, or null.';
COMMENT ON COLUMN news.change.modified_at_after IS 'Last change that the page declares with the new text, or null.';
COMMENT ON COLUMN news.change.headline_before IS 'Headline of the old text.';
COMMENT ON COLUMN news.change.headline_after IS 'Headline of the new text.';
COMMENT ON COLUMN news.change.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.change.url IS 'Present address.';
COMMENT ON COLUMN news.change.record_id IS 'WARC record of the first capture with the new text: the evidence.';
