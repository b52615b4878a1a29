-- The body of one article, block by block.
SELECT b.seq, b.kind, b.text
FROM news.article_block AS b
WHERE b.article_id = %(article_id)s
ORDER BY b.seq
