CREATE VIEW news.field_quality AS
SELECT a.outlet_key, date_trunc('month', a.published_on)::date AS month, f.field, count(*) AS articles,
    count(*) FILTER (WHERE f.field = ANY (q.filled)) AS filled,
    count(*) FILTER (WHERE f.field = ANY (q.agreed)) AS agreed,
    count(*) FILTER (WHERE f.field = ANY (q.contradicted)) AS contradicted,
    round(avg((f.field = ANY (q.filled))::int), 3) AS filled_share,
    round(avg((f.field = ANY (q.agreed))::int) FILTER (WHERE f.field = ANY (q.agreed || q.contradicted)), 3)
        AS agreed_share
FROM news.article_record AS a
CROSS JOIN LATERAL (
    SELECT filled, agreed, contradicted FROM ops.field_reading
    WHERE article_id = a.article_id ORDER BY fetched_at, record_id LIMIT 1
) AS q
CROSS JOIN unnest('{headline,published_at,lead,body,section,bylines,images,captions,source_credit,tags}'::text[])
    AS f (field)
GROUP BY 1, 2, 3;
COMMENT ON VIEW news.field_quality IS 'How far each field can be relied on, by paper and month of publication: how often it is there, and how often two independent witnesses agree. Articles as they were first read.';
COMMENT ON COLUMN news.field_quality.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.field_quality.month IS 'First day of the month of publication; null for articles without a date.';
COMMENT ON COLUMN news.field_quality.field IS 'headline, published_at, lead, body, section, bylines, images, captions, source_credit or tags.';
COMMENT ON COLUMN news.field_quality.articles IS 'Articles of the paper and month.';
COMMENT ON COLUMN news.field_quality.filled IS 'Articles that have the field.';
COMMENT ON COLUMN news.field_quality.agreed IS 'Articles in which a second witness agrees: JSON-LD or meta of the page, or the feed, sitemap or listing that named it.';
COMMENT ON COLUMN news.field_quality.contradicted IS 'Articles in which there are second witnesses and none agrees.';
COMMENT ON COLUMN news.field_quality.filled_share IS 'filled / articles.';
COMMENT ON COLUMN news.field_quality.agreed_share IS 'agreed / (agreed + contradicted); null where there is no second witness.';
