-- What was wrong or missing in the reading of one article's newest text.
SELECT p.field, p.code
FROM news.article_version AS v
JOIN ops.problem AS p USING (record_id)
WHERE v.article_id = %(article_id)s AND v.is_present
ORDER BY p.field, p.code
