-- The captures of one article: what the site answered, when, and where it lies in the archive.
SELECT g.fetched_at, c.status, g.outcome, c.record_id::text, w.name AS warc_file, c."offset"::text, c.payload_sha256
FROM ops.reading AS g
JOIN ops.capture AS c USING (record_id)
JOIN ops.warc_file AS w USING (warc_id)
WHERE g.article_id = %(article_id)s
ORDER BY g.fetched_at DESC, c.record_id
LIMIT 200
