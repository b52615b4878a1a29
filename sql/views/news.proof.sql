CREATE VIEW news.proof AS
SELECT o.outlet_key, o.name AS outlet,
    CASE WHEN o.status = 'archive' THEN 'archive'
        WHEN paper.state = 'refuted' THEN 'refuted'
        WHEN paper.state = 'proven' OR o.is_read_from_page THEN 'proven'
        ELSE 'on trial' END AS state,
    CASE WHEN paper.state = 'proven' THEN 'its nights'
        WHEN o.is_read_from_page AND paper.state IS DISTINCT FROM 'refuted' THEN 'a saved page' END AS proven_by,
    paper.since,
    ARRAY(SELECT f.field FROM ops.outlet_proof AS f
        WHERE f.outlet_key = o.outlet_key AND f.state = 'proven' AND f.field <> 'paper' ORDER BY f.field)
        AS proven_fields,
    ARRAY(SELECT f.field FROM ops.outlet_proof AS f
        WHERE f.outlet_key = o.outlet_key AND f.state = 'refuted' AND f.field <> 'paper' ORDER BY f.field)
        AS refuted_fields
FROM news.outlet AS o
LEFT JOIN ops.outlet_proof AS paper ON paper.outlet_key = o.outlet_key AND paper.field = 'paper';
COMMENT ON VIEW news.proof IS 'How far each paper''s reader is proven: by a real page before it was used, or by its own nights since. ops.outlet_proof has the figures.';
COMMENT ON COLUMN news.proof.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.proof.outlet IS 'Its name.';
COMMENT ON COLUMN news.proof.state IS 'proven; on trial: read, and not proven yet; refuted: its pages contradict what is read from them; archive: no longer published.';
COMMENT ON COLUMN news.proof.proven_by IS '''its nights'': headline, date, body and identity, by independent witnesses; ''a saved page'': read field by field before the paper was first crawled; null where it is not proven.';
COMMENT ON COLUMN news.proof.since IS 'The night since which its own nights say so; null before the first.';
COMMENT ON COLUMN news.proof.proven_fields IS 'Fields that its nights have proven.';
COMMENT ON COLUMN news.proof.refuted_fields IS 'Fields that independent witnesses contradict.';
