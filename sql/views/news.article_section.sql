CREATE VIEW news.article_section AS
SELECT a.article_id, s.words AS section, s.code
FROM news.article_record AS a
CROSS JOIN LATERAL (
    SELECT p.words, c.code
    FROM unnest(a.section_path) WITH ORDINALITY AS p (words, depth)
    JOIN news.section AS c ON c.words = lower(p.words)
    ORDER BY p.depth DESC LIMIT 1
) AS s;
COMMENT ON VIEW news.article_section IS 'The common section of each article: that of the deepest part of its section path which is listed; no row where none is.';
COMMENT ON COLUMN news.article_section.article_id IS 'The article.';
COMMENT ON COLUMN news.article_section.section IS 'The part of the path that decided, in the paper''s words.';
COMMENT ON COLUMN news.article_section.code IS 'The common section.';
