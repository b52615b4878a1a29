CREATE VIEW ops.number_step AS
SELECT n.article_id, n.outlet_key, n.run_id, n.id_space, n.number, n.first_seen_at, p.article_id AS previous_article,
    p.number AS previous
FROM (
    SELECT *, max(first_seen_at) OVER (PARTITION BY outlet_key, run_id, id_space) AS run_end FROM ops.article_number
) AS n
LEFT JOIN LATERAL (
    SELECT a.article_id, a.number FROM ops.article_number AS a
    WHERE a.id_space = n.id_space AND a.number < n.number AND a.first_seen_at <= n.run_end
    ORDER BY a.number DESC LIMIT 1
) AS p ON true;
COMMENT ON VIEW ops.number_step IS 'Each number that a run first saw, and the nearest lower one known when that run ended: the numbers between them were not announced.';
COMMENT ON COLUMN ops.number_step.article_id IS 'The article.';
COMMENT ON COLUMN ops.number_step.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.number_step.run_id IS 'The run that first saw it.';
COMMENT ON COLUMN ops.number_step.id_space IS 'Numbering system.';
COMMENT ON COLUMN ops.number_step.number IS 'Its number.';
COMMENT ON COLUMN ops.number_step.first_seen_at IS 'When it was first seen.';
COMMENT ON COLUMN ops.number_step.previous_article IS 'The article of the nearest lower number; null where it is the lowest known.';
COMMENT ON COLUMN ops.number_step.previous IS 'The nearest lower number that this or an earlier run saw.';
