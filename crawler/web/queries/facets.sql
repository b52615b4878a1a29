-- What the newest 2,000 of these articles have in common: the twelve commonest values of each kind.
WITH newest AS MATERIALIZED (
    SELECT s.article_id, s.published_at
    FROM {table} AS s
    WHERE {conditions}
    ORDER BY s.published_at DESC NULLS LAST, s.article_id
    LIMIT 2000
), hit AS MATERIALIZED (
    SELECT n.article_id, n.published_at, r.province_code, r.outlet_key, r.source_agency
    FROM newest AS n JOIN news.article_record AS r USING (article_id)
), value AS (
    SELECT 'province' AS facet, province_code AS value, NULL AS label FROM hit
    UNION ALL
    SELECT 'outlet', outlet_key, NULL FROM hit
    UNION ALL
    SELECT 'section', s.code, NULL FROM hit JOIN news.article_section AS s USING (article_id)
    UNION ALL
    SELECT 'month', to_char(published_at, 'YYYY-MM'), to_char(published_at, 'MM/YYYY')
    FROM hit WHERE published_at IS NOT NULL
    UNION ALL
    SELECT 'author', b.name_key, b.name FROM hit JOIN news.article_byline AS b USING (article_id)
    UNION ALL
    SELECT 'agency', source_agency, source_agency FROM hit WHERE source_agency IS NOT NULL
    UNION ALL
    SELECT 'place', p.level || ':' || p.codes[1], NULL
    FROM hit JOIN news.article_place AS p USING (article_id) WHERE cardinality(p.codes) = 1
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
SELECT c.facet, c.value, left(coalesce(c.label, CASE c.facet
        WHEN 'outlet' THEN (SELECT o.name FROM news.outlet AS o WHERE o.outlet_key = c.value)
        WHEN 'section' THEN (SELECT k.name FROM news.section_code AS k WHERE k.code = c.value)
        ELSE (SELECT u.name FROM news.unit AS u
            WHERE u.code = split_part(c.value, ':', -1)
                AND u.level = CASE c.facet WHEN 'place' THEN split_part(c.value, ':', 1) ELSE 'province' END
            ORDER BY u.valid DESC LIMIT 1)
    END, c.value), 200) AS label, c.articles, (SELECT count(*) FROM hit) AS among
FROM counted AS c WHERE c.place <= 12
ORDER BY c.facet, c.articles DESC, c.value
