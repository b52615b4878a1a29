-- What the newest 5,000 of these articles have in common: the twelve commonest values of each kind.
WITH hit AS MATERIALIZED (
    SELECT s.article_id, s.published_at
    FROM {table} AS s
    WHERE {conditions}
    ORDER BY s.published_at DESC NULLS LAST, s.article_id
    LIMIT 5000
), value AS (
    SELECT 'province' AS facet, u.code AS value, u.name AS label
    FROM hit JOIN news.article_record AS r USING (article_id)
    JOIN news.unit AS u ON u.code = r.province_code AND u.level = 'province' AND upper_inf(u.valid)
    UNION ALL
    SELECT 'outlet', o.outlet_key, o.name
    FROM hit JOIN news.article_record AS r USING (article_id) JOIN news.outlet AS o USING (outlet_key)
    UNION ALL
    SELECT 'section', c.code, c.name
    FROM hit JOIN news.article_section AS s USING (article_id) JOIN news.section_code AS c USING (code)
    UNION ALL
    SELECT 'month', to_char(hit.published_at, 'YYYY-MM'), to_char(hit.published_at, 'MM/YYYY')
    FROM hit WHERE hit.published_at IS NOT NULL
    UNION ALL
    SELECT 'author', b.name_key, b.name FROM hit JOIN news.article_byline AS b USING (article_id)
    UNION ALL
    SELECT 'agency', r.source_agency, r.source_agency
    FROM hit JOIN news.article_record AS r USING (article_id) WHERE r.source_agency IS NOT NULL
    UNION ALL
    SELECT 'place', p.level || ':' || p.codes[1], u.name
    FROM hit JOIN news.article_place AS p USING (article_id)
    JOIN LATERAL (
        SELECT n.name FROM news.unit AS n WHERE n.code = p.codes[1] AND n.level = p.level ORDER BY n.valid DESC LIMIT 1
    ) AS u ON true
    WHERE cardinality(p.codes) = 1
    UNION ALL
    SELECT 'document', d.number_key, coalesce(d.kind || ' ', '') || d.number_key
    FROM hit JOIN news.document_reference AS d USING (article_id) WHERE d.number_key IS NOT NULL
    UNION ALL
    SELECT 'official', m.name_key, m.name FROM hit JOIN news.official_mention AS m USING (article_id)
), counted AS (
    SELECT facet, value, min(label) AS label, count(*) AS articles,
        row_number() OVER (PARTITION BY facet ORDER BY count(*) DESC, value) AS place
    FROM value GROUP BY facet, value
)
SELECT facet, value, left(label, 200) AS label, articles, (SELECT count(*) FROM hit) AS among
FROM counted WHERE place <= 12
ORDER BY facet, articles DESC, value
