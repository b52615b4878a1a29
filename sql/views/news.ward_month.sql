CREATE MATERIALIZED VIEW news.ward_month AS
SELECT date_trunc('month', w.published_on)::date AS month, w.ward_code,
    count(*) AS articles, count(*) FILTER (WHERE w.is_certain) AS certain
FROM (
    SELECT p.article_id, a.published_on, c.ward_code, bool_or(cardinality(p.today_codes) = 1) AS is_certain
    FROM news.article_place AS p
    JOIN news.article_record AS a USING (article_id)
    CROSS JOIN LATERAL unnest(p.today_codes) AS c (ward_code)
    -- A former district went into many wards: who names it names none of them.
    WHERE p.level IN ('ward', 'former_ward') AND a.published_on IS NOT NULL
    GROUP BY p.article_id, a.published_on, c.ward_code
) AS w
GROUP BY 1, 2;
CREATE UNIQUE INDEX ward_month_key ON news.ward_month (ward_code, month);
COMMENT ON MATERIALIZED VIEW news.ward_month IS 'Articles by month and ward of today that they name, former wards as what they became. A summary of article_place, as of the last night.';
COMMENT ON COLUMN news.ward_month.month IS 'First day of the month of publication.';
COMMENT ON COLUMN news.ward_month.ward_code IS 'Ward of today (news.unit, level ward).';
COMMENT ON COLUMN news.ward_month.articles IS 'Articles that name it, or may: names of several wards count for each.';
COMMENT ON COLUMN news.ward_month.certain IS 'Of these, articles that name it and no other.';
