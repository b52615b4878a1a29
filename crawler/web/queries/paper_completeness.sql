-- The completeness meter of a paper: of the numbers that it gave out, how many its last runs saw announced.
SELECT c.run_id, c.id_space, c.first_seen_at, c.first_run, c.lowest, c.highest, c.seen, c.unseen, c.jumps,
    c.density::float AS density
FROM ops.completeness AS c
WHERE c.outlet_key = %(outlet)s
ORDER BY c.first_seen_at DESC LIMIT 14
