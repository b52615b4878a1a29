-- Who cites a document, the earliest first. may_be_first: no other was certainly printed before it.
WITH cited AS (
    SELECT d.article_id, d.kind, d.number, d.issuer, d.issued_on, d.title, d.draft, d.text, r.outlet_key,
        r.published_at, r.published_precision, r.headline,
        CASE r.published_precision WHEN 'day' THEN r.published_at + interval '1 day'
            WHEN 'minute' THEN r.published_at + interval '1 minute' ELSE r.published_at + interval '1 second' END AS latest
    FROM news.document_reference AS d
    JOIN news.article_record AS r USING (article_id)
    WHERE d.number_key = %(number)s
)
SELECT c.article_id::text, c.published_at, c.published_precision, c.outlet_key, o.name AS outlet,
    left(c.headline, 500) AS headline, c.kind, c.number, c.issuer, c.issued_on, left(c.title, 500) AS title, c.draft,
    left(c.text, 500) AS text, c.published_at < min(c.latest) OVER () AS may_be_first, count(*) OVER () AS citations
FROM cited AS c
JOIN news.outlet AS o USING (outlet_key)
ORDER BY c.published_at NULLS LAST, c.article_id
LIMIT %(limit)s
