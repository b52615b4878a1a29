-- Coverage: each paper in each of 28 nights, what it announced, what is held, and the verdict.
SELECT o.outlet_key, o.name AS outlet, u.name AS province, d.day::date AS day, c.verdict, c.announced, c.loaded AS held,
    c.refused, c.failed
FROM news.outlet AS o
CROSS JOIN generate_series(%(until)s::date - 27, %(until)s::date, interval '1 day') AS d (day)
LEFT JOIN news.coverage AS c ON c.outlet_key = o.outlet_key AND c.day = d.day::date
LEFT JOIN news.unit AS u ON u.code = o.province_code AND u.level = 'province' AND upper_inf(u.valid)
WHERE o.status = 'active'
ORDER BY o.name, o.outlet_key, d.day
