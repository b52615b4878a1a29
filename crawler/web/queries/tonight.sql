-- The run that began last, paper by paper.
WITH run AS (
    SELECT c.run_id FROM ops.crawl AS c JOIN ops.run AS r USING (run_id)
    WHERE r.kind = 'night' AND c.started_at <= now()
    ORDER BY c.started_at DESC LIMIT 1
)
SELECT c.run_id, c.outlet_key, o.name AS outlet, c.started_at, c.ended_at, c.reason, k.verdict, k.due, k.loaded,
    k.checked_at,
    (SELECT count(*) FROM ops.warc_file AS w WHERE w.run_id = c.run_id AND w.outlet_key = c.outlet_key
        AND w.loaded_at IS NULL) AS files_waiting,
    (SELECT f.code FROM ops.finding AS f WHERE f.run_id = c.run_id AND f.outlet_key = c.outlet_key
        ORDER BY f.place LIMIT 1) AS code,
    (SELECT left(f.text, 1000) FROM ops.finding AS f WHERE f.run_id = c.run_id AND f.outlet_key = c.outlet_key
        ORDER BY f.place LIMIT 1) AS finding
FROM run
JOIN ops.crawl AS c USING (run_id)
JOIN news.outlet AS o USING (outlet_key)
LEFT JOIN ops.check_result AS k USING (run_id, outlet_key)
ORDER BY array_position(ARRAY['red', 'closed', 'amber', 'green'], k.verdict) NULLS FIRST, o.name
