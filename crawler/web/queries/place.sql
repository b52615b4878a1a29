-- A unit with what it belongs to, what it came from, and what became of it.
WITH own AS (
    SELECT u.code, u.level, u.name, u.kind, u.valid, u.parent_code, u.parent_level
    FROM news.unit AS u WHERE u.code = %(code)s AND u.level = %(level)s
)
SELECT 'unit' AS relation, own.code, own.level, own.name, own.kind, lower(own.valid) AS since, upper(own.valid) AS until
FROM own
UNION ALL
SELECT 'above', u.code, u.level, u.name, u.kind, lower(u.valid), upper(u.valid)
FROM own JOIN news.unit AS u ON u.code = own.parent_code AND u.level = own.parent_level
UNION ALL
SELECT 'became', u.code, u.level, u.name, u.kind, lower(u.valid), upper(u.valid)
FROM own JOIN news.unit_successor AS s ON s.old_code = own.code AND own.level = 'former_' || s.level
JOIN news.unit AS u ON u.code = s.new_code AND u.level = s.level
UNION ALL
SELECT 'came from', u.code, u.level, u.name, u.kind, lower(u.valid), upper(u.valid)
FROM own JOIN news.unit_successor AS s ON s.new_code = own.code AND own.level = s.level
JOIN news.unit AS u ON u.code = s.old_code AND u.level = 'former_' || s.level
LIMIT 200
