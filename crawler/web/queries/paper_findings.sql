-- What the checks of a paper's last runs found; code is the heading of its section in the runbook.
SELECT r.run_id, r.checked_at, r.verdict, f.colour, f.code, left(f.text, 1000) AS text
FROM (
    SELECT k.run_id, k.checked_at, k.verdict FROM ops.check_result AS k
    WHERE k.outlet_key = %(outlet)s ORDER BY k.checked_at DESC LIMIT 14
) AS r
JOIN ops.finding AS f ON f.run_id = r.run_id AND f.outlet_key = %(outlet)s
ORDER BY r.checked_at DESC, f.place
