-- The places that one article names, and what they are today.
SELECT p.seq, left(p.text, 500) AS text, p.level, p.codes, p.stood, p.today_level, p.today_codes, p.mentions, p.part,
    ARRAY(SELECT u.name FROM news.unit AS u WHERE u.code = ANY (p.codes) AND u.level = p.level
        ORDER BY u.code LIMIT 5) AS names,
    ARRAY(SELECT u.name || coalesce(', ' || (SELECT n.name FROM news.unit AS n WHERE n.code = u.parent_code
            AND n.level = u.parent_level AND upper_inf(n.valid) LIMIT 1), '')
        FROM news.unit AS u WHERE u.code = ANY (p.today_codes) AND u.level = p.today_level AND upper_inf(u.valid)
        ORDER BY u.code LIMIT 5) AS today
FROM news.article_place AS p
WHERE p.article_id = %(article_id)s
ORDER BY p.seq
