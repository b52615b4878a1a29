-- The pictures of one article, as words: the pictures themselves are not kept.
SELECT i.seq, i.caption, i.credit, i.url
FROM news.article_image AS i
WHERE i.article_id = %(article_id)s
ORDER BY i.seq
