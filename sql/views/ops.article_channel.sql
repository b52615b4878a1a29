CREATE VIEW ops.article_channel AS
SELECT u.article_id, c.outlet_key, c.channel, min(c.first_seen_at) AS first_seen_at,
    rank() OVER (PARTITION BY u.article_id ORDER BY min(c.first_seen_at)) AS place,
    (array_agg(c.hint ORDER BY c.first_seen_at) FILTER (WHERE c.hint IS NOT NULL))[1] AS title
FROM ops.url_channel AS c JOIN ops.url AS u USING (url_key)
GROUP BY u.article_id, c.outlet_key, c.channel;
COMMENT ON VIEW ops.article_channel IS 'Which channels announced each article, the first of them first: which feed is worth reading, and how late another is.';
COMMENT ON COLUMN ops.article_channel.article_id IS 'The article, loaded or not.';
COMMENT ON COLUMN ops.article_channel.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.article_channel.channel IS 'Name of the channel.';
COMMENT ON COLUMN ops.article_channel.first_seen_at IS 'When it first announced the article, at whatever address.';
COMMENT ON COLUMN ops.article_channel.place IS '1 for the channel that announced it first; a run reads its channels in the order of the catalogue.';
COMMENT ON COLUMN ops.article_channel.title IS 'Title that the channel gave at first, or null.';
