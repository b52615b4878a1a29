-- Each field in the articles that a paper's last 14 runs read for the first time.
SELECT h.run_id, w.started_at, h.field, h.read, h.filled, h.agreed, h.contradicted, h.lost_url, h.contradicted_url
FROM (
    SELECT c.run_id, c.started_at FROM ops.crawl AS c JOIN ops.run AS r USING (run_id)
    WHERE c.outlet_key = %(outlet)s AND r.kind = 'night' ORDER BY c.started_at DESC LIMIT 14
) AS w
JOIN ops.field_health AS h ON h.run_id = w.run_id AND h.outlet_key = %(outlet)s
ORDER BY w.started_at DESC, h.field
