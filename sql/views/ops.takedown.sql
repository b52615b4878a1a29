-- Grouped by every column: a view that leans on a primary key keeps pg_restore from filling an empty database.
CREATE VIEW ops.takedown AS
SELECT s.scope, s.key_hash, s.reason, s.at,
    count(r.record_id) AS captures, count(DISTINCT r.warc_id) AS files, coalesce(sum(r.bytes), 0)::bigint AS bytes,
    max(r.removed_at) AS removed_at
FROM ops.suppression AS s
LEFT JOIN ops.removed_capture AS r USING (scope, key_hash)
GROUP BY s.scope, s.key_hash, s.reason, s.at;
COMMENT ON VIEW ops.takedown IS 'Every takedown, and what it removed from the archive.';
COMMENT ON COLUMN ops.takedown.scope IS 'What key_hash names: url, article, person (of a byline) or outlet.';
COMMENT ON COLUMN ops.takedown.key_hash IS 'url_key, article_id, or a hash of the name or outlet_key.';
COMMENT ON COLUMN ops.takedown.reason IS 'Who asked, and why.';
COMMENT ON COLUMN ops.takedown.at IS 'Since when.';
COMMENT ON COLUMN ops.takedown.captures IS 'Captures removed from WARC files; a person''s takedown removes none, only names from rows and readings.';
COMMENT ON COLUMN ops.takedown.files IS 'WARC files that held them.';
COMMENT ON COLUMN ops.takedown.bytes IS 'Bytes that they took in these files.';
COMMENT ON COLUMN ops.takedown.removed_at IS 'When the last of them was removed; null where there was none.';
