-- The officials whom one article names with an office.
SELECT m.seq, m.name, m.name_key, m.office, m.organ, m.kind, m.former, left(m.text, 500) AS text, m.mentions, m.part,
    m.part_seq
FROM news.official_mention AS m
WHERE m.article_id = %(article_id)s
ORDER BY m.seq
