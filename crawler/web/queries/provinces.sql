-- Today's provinces, and how many places of one article lie in each; possible: by names that several provinces have.
SELECT u.code, regexp_replace(u.name, '^(Tỉnh|Thành phố) ', '') AS province,
    count(*) FILTER (WHERE p.is_certain) AS places, count(*) FILTER (WHERE NOT p.is_certain) AS possible
FROM news.unit AS u
LEFT JOIN news.place_province AS p ON p.province_code = u.code AND p.article_id = %(article_id)s
WHERE u.level = 'province' AND upper_inf(u.valid)
GROUP BY u.code, u.name
ORDER BY u.code
