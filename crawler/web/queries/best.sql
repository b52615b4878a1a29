-- Articles with all the words, the best first (news.search says how).
SELECT s.article_id::text, s.published_at, r.published_precision, r.outlet_key, s.outlet, s.province, s.section,
    left(s.headline, 500) AS headline, left(s.snippet, 2000) AS snippet, s.match, r.revision_count, r.gone_at, s.url
FROM news.search(%(q)s, province => %(province)s, outlet => %(outlet)s, since => %(since)s, until => %(until)s,
    how_many => %(limit)s) WITH ORDINALITY AS s
JOIN news.article_record AS r USING (article_id)
ORDER BY s.ordinality
