CREATE VIEW ops.field_health AS
SELECT w.run_id, w.outlet_key, f.field, count(*) AS read,
    count(*) FILTER (WHERE s.is_filled) AS filled,
    count(*) FILTER (WHERE s.is_filled AND f.field = ANY (q.agreed)) AS agreed,
    count(*) FILTER (WHERE s.is_filled AND f.field = ANY (q.contradicted)) AS contradicted,
    count(*) FILTER (WHERE f.field = ANY (q.unread)) AS unread,
    avg(q.unclaimed) AS unclaimed,
    min(u.url) FILTER (WHERE NOT s.is_filled) AS lost_url,
    min(u.url) FILTER (WHERE s.is_filled AND f.field = ANY (q.contradicted)) AS contradicted_url,
    min(u.url) FILTER (WHERE f.field = ANY (q.unread)) AS unread_url,
    mode() WITHIN GROUP (ORDER BY q.layout) AS layout
FROM ops.warc_file AS w
JOIN ops.capture AS c USING (warc_id)
JOIN ops.field_reading AS q USING (record_id, fetched_at)
LEFT JOIN ops.url AS u USING (url_key)
CROSS JOIN LATERAL (
    SELECT count(*) >= 3 AS is_common FROM (
        SELECT DISTINCT b.article_id FROM ops.field_reading AS b
        WHERE b.body_key = q.body_key AND b.outlet_key = q.outlet_key LIMIT 3) AS of_body
) AS body
CROSS JOIN unnest('{headline,published_at,lead,body,section,bylines,images,captions,source_credit,tags}'::text[])
    WITH ORDINALITY AS f (field, place)
CROSS JOIN LATERAL (
    SELECT f.field = ANY (q.filled) AND NOT (f.field = 'body' AND body.is_common) AS is_filled
) AS s
WHERE NOT EXISTS (
    SELECT FROM ops.field_reading AS p
    WHERE p.article_id = q.article_id AND (p.fetched_at, p.record_id) < (q.fetched_at, q.record_id))
GROUP BY w.run_id, w.outlet_key, f.field, f.place;
COMMENT ON VIEW ops.field_health IS 'Each field in the articles that a run read for the first time: in how many it is there, and what its witnesses say. The verdict holds a night against the paper''s own nights before it.';
COMMENT ON COLUMN ops.field_health.run_id IS 'The run.';
COMMENT ON COLUMN ops.field_health.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.field_health.field IS 'headline, published_at, lead, body, section, bylines, images, captions, source_credit or tags.';
COMMENT ON COLUMN ops.field_health.read IS 'Articles that the run read for the first time.';
COMMENT ON COLUMN ops.field_health.filled IS 'Of these, articles that have the field. A body that three articles of the paper share, such as an imprint, is none.';
COMMENT ON COLUMN ops.field_health.agreed IS 'Of these, articles in which at least one witness agrees: JSON-LD or meta of the page, what a channel said, or another extractor, of one body in a hundred and of each that leaves much text unclaimed.';
COMMENT ON COLUMN ops.field_health.contradicted IS 'Of those filled, articles in which there are witnesses and none agrees; where there is no witness, an article counts neither here nor there.';
COMMENT ON COLUMN ops.field_health.unread IS 'Articles without the field though the page shows it: a line such as ''Theo TTXVN'', a writer in JSON-LD, a lead beside the text.';
COMMENT ON COLUMN ops.field_health.unclaimed IS 'Mean share of the text in the articles'' boxes that no field claimed; the same for every field.';
COMMENT ON COLUMN ops.field_health.lost_url IS 'An article without the field, or null.';
COMMENT ON COLUMN ops.field_health.contradicted_url IS 'An article whose witnesses all contradict the field, or null.';
COMMENT ON COLUMN ops.field_health.unread_url IS 'An article whose page shows the field that the reader has not, or null.';
COMMENT ON COLUMN ops.field_health.layout IS 'The commonest signature of the pages'' layout; the same for every field.';
