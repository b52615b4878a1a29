-- What feeds, sitemaps and listings said of one article when they first announced it: witnesses outside its page.
SELECT c.channel, c.first_seen_at, left(c.hint, 500) AS headline, c.published_at, left(c.description, 500) AS description
FROM ops.url AS u
JOIN ops.url_channel AS c USING (url_key)
WHERE u.article_id = %(article_id)s
ORDER BY c.first_seen_at, c.channel
LIMIT 50
