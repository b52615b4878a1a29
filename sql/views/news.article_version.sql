-- needs: news.may_read_text
CREATE VIEW news.article_version AS
SELECT r.article_id, r.revision, p.is_present, r.first_seen_at, r.changed,
    CASE WHEN p.is_present THEN a.headline ELSE r.headline END AS headline,
    CASE WHEN p.is_present THEN a.kicker ELSE r.kicker END AS kicker,
    CASE WHEN p.is_present THEN a.lead ELSE r.lead END AS lead,
    CASE WHEN NOT (SELECT news.may_read_text()) THEN NULL WHEN p.is_present THEN t.body ELSE r.body END AS body,
    CASE WHEN p.is_present
        THEN ARRAY(SELECT i.caption FROM news.article_image AS i WHERE i.article_id = r.article_id ORDER BY i.seq)
        ELSE r.captions END AS captions,
    CASE WHEN p.is_present THEN a.byline_raw ELSE r.byline_raw END AS byline_raw,
    r.record_id,
    CASE WHEN p.is_present THEN a.modified_at ELSE r.modified_at END AS modified_at
FROM news.article_revision AS r
JOIN news.article_record AS a USING (article_id)
LEFT JOIN news.article_text AS t USING (article_id)
CROSS JOIN LATERAL (SELECT r.revision = a.revision_count AS is_present) AS p;
COMMENT ON VIEW news.article_version IS 'Every text of every article in full, the present one among them: compare revisions here.';
COMMENT ON COLUMN news.article_version.article_id IS 'The article.';
COMMENT ON COLUMN news.article_version.revision IS 'From 1, in the order of the captures.';
COMMENT ON COLUMN news.article_version.is_present IS 'True for the newest text, which news.articles shows as well.';
COMMENT ON COLUMN news.article_version.first_seen_at IS 'First capture of this text; the edit lies between the capture before and this one.';
COMMENT ON COLUMN news.article_version.changed IS 'What differs from the revision before; empty for the first.';
COMMENT ON COLUMN news.article_version.headline IS 'Headline.';
COMMENT ON COLUMN news.article_version.kicker IS 'Line above the headline, or null.';
COMMENT ON COLUMN news.article_version.lead IS 'Lead (sapo), or null.';
COMMENT ON COLUMN news.article_version.body IS 'Text of each block in reading order; null for a role that may not read full text.';
COMMENT ON COLUMN news.article_version.captions IS 'Captions in picture order, null where a picture has none.';
COMMENT ON COLUMN news.article_version.byline_raw IS 'Byline as printed, or null.';
COMMENT ON COLUMN news.article_version.record_id IS 'WARC record of the first capture with this text: the evidence.';
COMMENT ON COLUMN news.article_version.modified_at IS 'Last change that the page declared when this text was last seen; null where it declared none.';
