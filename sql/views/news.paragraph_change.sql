-- needs: internal.paragraph_diff, news.article_version
CREATE VIEW news.paragraph_change AS
SELECT n.article_id, n.revision, d.change, d.place_before, d.place_after, d.text_before, d.text_after
FROM news.article_version AS n
JOIN news.article_version AS o ON o.article_id = n.article_id AND o.revision = n.revision - 1
CROSS JOIN LATERAL internal.paragraph_diff(o.body, n.body) AS d
WHERE 'body' = ANY (n.changed);
COMMENT ON VIEW news.paragraph_change IS 'Paragraphs that an edit added, removed, moved or changed; edits and their times are in news.change. Ask for single articles: each edit is compared anew. Empty for a role that may not read full text.';
COMMENT ON COLUMN news.paragraph_change.article_id IS 'The article.';
COMMENT ON COLUMN news.paragraph_change.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.paragraph_change.change IS 'added, removed, moved, or changed.';
COMMENT ON COLUMN news.paragraph_change.place_before IS 'Position in the old body, from 1; null where it was added.';
COMMENT ON COLUMN news.paragraph_change.place_after IS 'Position in the new body, from 1; null where it was removed.';
COMMENT ON COLUMN news.paragraph_change.text_before IS 'The paragraph as it was.';
COMMENT ON COLUMN news.paragraph_change.text_after IS 'The paragraph as it is.';
