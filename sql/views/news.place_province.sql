CREATE VIEW news.place_province AS
SELECT p.article_id, p.seq, c.province_code, c.is_certain
FROM news.article_place AS p
CROSS JOIN LATERAL (
    SELECT d.province_code, count(*) OVER () = 1 AS is_certain
    FROM (
        SELECT DISTINCT CASE p.today_level WHEN 'province' THEN t.code ELSE u.parent_code END AS province_code
        FROM unnest(p.today_codes) AS t (code)
        LEFT JOIN news.unit AS u ON u.code = t.code AND u.level = 'ward' AND upper_inf(u.valid)
            AND p.today_level = 'ward'
    ) AS d
) AS c;
COMMENT ON VIEW news.place_province IS 'Provinces of today in which the places lie that articles name: the same before and since the mergers of 2025-07-01.';
COMMENT ON COLUMN news.place_province.article_id IS 'The article.';
COMMENT ON COLUMN news.place_province.seq IS 'The place, in news.article_place.';
COMMENT ON COLUMN news.place_province.province_code IS 'Province of today (news.unit, level province).';
COMMENT ON COLUMN news.place_province.is_certain IS 'False where the name can be that of places in several provinces: then it has a row for each.';
