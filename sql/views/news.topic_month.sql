-- needs: news.article_section, news.place_province
CREATE MATERIALIZED VIEW news.topic_month AS
SELECT date_trunc('month', a.published_on)::date AS month, n.province_code, s.code AS section,
    count(*) AS articles, count(*) FILTER (WHERE n.is_certain) AS certain
FROM (
    SELECT p.article_id, p.province_code, bool_or(p.is_certain) AS is_certain
    FROM news.place_province AS p GROUP BY p.article_id, p.province_code
) AS n
JOIN news.article_record AS a USING (article_id)
JOIN news.article_section AS s USING (article_id)
WHERE a.published_on IS NOT NULL
GROUP BY 1, 2, 3;
CREATE UNIQUE INDEX topic_month_key ON news.topic_month (section, province_code, month);
COMMENT ON MATERIALIZED VIEW news.topic_month IS 'Articles by month, common section and province of today of the places that they name. A summary of article_place and article_section, as of the last night.';
COMMENT ON COLUMN news.topic_month.month IS 'First day of the month of publication.';
COMMENT ON COLUMN news.topic_month.province_code IS 'Province of today of a place that the articles name; an article counts once for each such province.';
COMMENT ON COLUMN news.topic_month.section IS 'The common section (news.section_code).';
COMMENT ON COLUMN news.topic_month.articles IS 'Articles that name a place which lies there, or may.';
COMMENT ON COLUMN news.topic_month.certain IS 'Of these, articles with a name that can only be that of a place there.';
