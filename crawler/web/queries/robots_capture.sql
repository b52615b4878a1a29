-- The last capture of a robots.txt that the site answered with a file.
SELECT c.fetched_at, c.status, c.record_id::text, w.name AS warc_file, w.outlet_key, c."offset"::bigint AS "offset"
FROM ops.capture AS c
JOIN ops.warc_file AS w USING (warc_id)
WHERE c.url_key = ANY (%(url_keys)s) AND w.outlet_key = %(outlet)s
ORDER BY c.fetched_at DESC LIMIT 1
