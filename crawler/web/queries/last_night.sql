-- The last day of which there is coverage.
SELECT max(c.day) AS day FROM news.coverage AS c
