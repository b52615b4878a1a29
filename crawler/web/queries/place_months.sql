-- How many articles name a place, by month: under its own name, or as what it came from.
SELECT date_trunc('month', r.published_on)::date AS start, count(*) AS articles,
    count(*) FILTER (WHERE p.codes @> ARRAY[%(code)s]::text[] AND p.level = %(level)s) AS by_this_name
FROM news.article_record AS r
JOIN (
    SELECT DISTINCT ON (p.article_id) p.article_id, p.codes, p.level FROM news.article_place AS p
    WHERE (p.level = %(level)s AND p.codes @> ARRAY[%(code)s]::text[])
        OR (p.today_level = %(level)s AND p.today_codes @> ARRAY[%(code)s]::text[])
    ORDER BY p.article_id, p.seq
) AS p USING (article_id)
WHERE r.published_on IS NOT NULL
GROUP BY 1
ORDER BY 1
