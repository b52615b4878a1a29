-- The documents that one article cites.
SELECT d.seq, d.kind, d.number, d.number_key, d.issuer, d.issued_on, d.issued_year, d.title, d.draft,
    left(d.text, 500) AS text, d.mentions, d.part, d.part_seq
FROM news.document_reference AS d
WHERE d.article_id = %(article_id)s
ORDER BY d.seq
