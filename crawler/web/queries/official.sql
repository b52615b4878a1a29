-- The offices with which articles name a person, by first mention; two people can share a name. province: of the papers,
-- since most print "Tỉnh ủy" without its name: an office in papers of six provinces is six rows.
SELECT m.office, m.organ, m.former, min(m.name) AS name, min(m.kind) AS kind, count(*) AS articles,
    count(DISTINCT r.outlet_key) AS papers, min(r.published_on) AS first_on, max(r.published_on) AS last_on,
    (array_agg(r.article_id::text ORDER BY r.published_at NULLS LAST, r.article_id))[1] AS first_article_id,
    u.name AS province
FROM news.official_mention AS m
JOIN news.article_record AS r USING (article_id)
LEFT JOIN news.unit AS u ON u.code = r.province_code AND u.level = 'province' AND upper_inf(u.valid)
WHERE m.name_key = %(name)s
GROUP BY m.office, m.organ, m.former, u.name
ORDER BY min(r.published_at) NULLS LAST, m.office, m.organ, u.name
LIMIT 200
