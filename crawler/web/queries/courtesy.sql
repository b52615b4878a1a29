-- What each paper's site was asked for in the last 28 days. not_modified: answers 304, which carry no page.
-- bytes: as they lie compressed in the archive, both ways and with headers.
SELECT w.outlet_key, o.name AS outlet, count(*) AS requests, sum(c.length)::bigint AS bytes,
    count(*) FILTER (WHERE c.status = 304) AS not_modified,
    round(count(*) FILTER (WHERE c.status = 304)::numeric / count(*), 4)::float AS share_not_modified,
    count(*) FILTER (WHERE c.status >= 400) AS errors, count(*) FILTER (WHERE c.status IN (429, 503)) AS asked_to_wait,
    count(DISTINCT (c.fetched_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS days, max(c.fetched_at) AS last_at
FROM ops.capture AS c
JOIN ops.warc_file AS w USING (warc_id)
JOIN news.outlet AS o USING (outlet_key)
WHERE c.fetched_at > %(until)s::date + 1 - interval '28 days' AND c.fetched_at < %(until)s::date + 1
    AND (%(outlet)s::text IS NULL OR w.outlet_key = %(outlet)s)
GROUP BY w.outlet_key, o.name
ORDER BY count(*) DESC, w.outlet_key
