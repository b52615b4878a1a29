-- A newspaper of the catalogue.
SELECT o.outlet_key, o.name AS outlet, o.status, o.successor_key, u.name AS province, u.code AS province_code,
    (SELECT count(*) FROM news.article_record AS r WHERE r.outlet_key = o.outlet_key) AS articles,
    (SELECT string_agg(h.host, ', ' ORDER BY h.role = 'home' DESC, h.host) FROM news.outlet_host AS h
        WHERE h.outlet_key = o.outlet_key) AS hosts
FROM news.outlet AS o
LEFT JOIN news.unit AS u ON u.code = o.province_code AND u.level = 'province' AND upper_inf(u.valid)
WHERE o.outlet_key = %(outlet)s
