-- Articles that fit all conditions, the newest first; undated ones come last.
WITH hit AS (
    SELECT s.article_id, s.published_at
    FROM {table} AS s
    WHERE {conditions}
    ORDER BY s.published_at DESC NULLS LAST, s.article_id
    LIMIT %(limit)s
)
SELECT r.article_id::text, r.published_at, r.published_precision, r.outlet_key, o.name AS outlet, u.name AS province,
    r.section_path[1] AS section, left(r.headline, 500) AS headline, {snippet} AS snippet, {match} AS match,
    r.revision_count, r.gone_at, r.url
FROM hit
JOIN news.article_record AS r USING (article_id)
JOIN news.outlet AS o USING (outlet_key)
LEFT JOIN news.unit AS u ON u.code = r.province_code AND u.level = 'province' AND upper_inf(u.valid)
ORDER BY hit.published_at DESC NULLS LAST, hit.article_id
