-- needs: news.may_read_text
CREATE VIEW news.article_block AS
SELECT t.article_id, b.seq::integer AS seq, b.kind, b.text
FROM news.article_text AS t
CROSS JOIN LATERAL unnest(t.block_kinds, t.body) WITH ORDINALITY AS b (kind, text, seq)
WHERE (SELECT news.may_read_text());
COMMENT ON VIEW news.article_block IS 'Body of each article, one row a block; empty for a role that may not read full text.';
COMMENT ON COLUMN news.article_block.article_id IS 'The article.';
COMMENT ON COLUMN news.article_block.seq IS 'Position in the article, from 1.';
COMMENT ON COLUMN news.article_block.kind IS 'paragraph, subhead, quote, list_item or table (one row of it).';
COMMENT ON COLUMN news.article_block.text IS 'Text of the block.';
