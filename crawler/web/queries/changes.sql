-- The edits of one article's paragraphs; an edit happened later than "after" and not later than "before".
SELECT p.revision, c.after, c.before, c.is_silent, p.change, p.place_before, p.place_after, p.text_before, p.text_after
FROM news.paragraph_change AS p
JOIN news.change AS c USING (article_id, revision)
WHERE p.article_id = %(article_id)s
ORDER BY p.revision, coalesce(p.place_after, p.place_before)
