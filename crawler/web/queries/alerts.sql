-- Messages to the operator, the newest first.
SELECT a.alert_id::text, a.at, a.kind, a.run_id, left(a.subject, 500) AS subject, left(a.text, 20000) AS text,
    a.delivered_at, a.tries, left(a.last_error, 500) AS last_error
FROM ops.alert AS a
ORDER BY a.alert_id DESC
LIMIT %(limit)s
