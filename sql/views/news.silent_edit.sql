-- needs: news.change
CREATE VIEW news.silent_edit AS
SELECT article_id, revision, outlet_key, changed, after, before, modified_at_after AS modified_at, headline_after AS headline,
    published_at, url, record_id
FROM news.change WHERE is_silent;
COMMENT ON VIEW news.silent_edit IS 'Texts that changed while the page declares no later change; where modified_at is null it declares none at all.';
COMMENT ON COLUMN news.silent_edit.article_id IS 'The article.';
COMMENT ON COLUMN news.silent_edit.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.silent_edit.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.silent_edit.changed IS 'What differs: headline, kicker, lead, body, captions, byline.';
COMMENT ON COLUMN news.silent_edit.after IS 'Last capture with the old text.';
COMMENT ON COLUMN news.silent_edit.before IS 'First capture with the new text.';
COMMENT ON COLUMN news.silent_edit.modified_at IS 'Last change that the page declares, or null.';
COMMENT ON COLUMN news.silent_edit.headline IS 'Headline of the new text.';
COMMENT ON COLUMN news.silent_edit.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.silent_edit.url IS 'Present address.';
COMMENT ON COLUMN news.silent_edit.record_id IS 'WARC record of the first capture with the new text: the evidence.';
