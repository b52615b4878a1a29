-- The curve of attention: which share of all loaded articles of a month or week these are, and which nights are missing.
-- nights: crawls of a paper in this time; lost: those that were red or never checked; has_gaps: some lost, or no night.
WITH hit AS (
    SELECT date_trunc(%(by)s, d.day)::date AS start, sum(d.articles)::bigint AS articles
    FROM (
        SELECT s.published_on AS day, count(*) AS articles FROM {table} AS s
        WHERE {conditions} AND s.published_on IS NOT NULL GROUP BY 1
    ) AS d
    GROUP BY 1
), loaded AS (
    SELECT date_trunc(%(by)s, d.day)::date AS start, sum(d.articles)::bigint AS articles
    FROM (
        SELECT s.published_on AS day, count(*) AS articles FROM news.article_record AS s
        WHERE {all_conditions} AND s.published_on IS NOT NULL GROUP BY 1
    ) AS d
    GROUP BY 1
), night AS (
    SELECT date_trunc(%(by)s, s.day)::date AS start, count(*) AS nights,
        count(*) FILTER (WHERE s.verdict IS NULL OR s.verdict = 'red') AS lost,
        sum(s.announced) AS announced, sum(s.loaded) AS held
    FROM news.coverage AS s
    WHERE {coverage_conditions}
    GROUP BY 1
)
SELECT l.start, coalesce(h.articles, 0) AS articles, l.articles AS of_loaded,
    round(coalesce(h.articles, 0)::numeric / l.articles, 6)::float AS share,
    coalesce(n.nights, 0) AS nights, coalesce(n.lost, 0) AS lost, coalesce(n.lost, 1) > 0 AS has_gaps,
    round(n.held::numeric / nullif(n.announced, 0), 4)::float AS share_held
FROM loaded AS l
LEFT JOIN hit AS h USING (start)
LEFT JOIN night AS n USING (start)
ORDER BY l.start
