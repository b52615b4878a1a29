-- A paper's last 60 nights: announced, held, refused, lost.
SELECT c.day, c.verdict, c.announced, c.fetched, c.loaded AS held, c.refused, c.failed
FROM news.coverage AS c
WHERE c.outlet_key = %(outlet)s
ORDER BY c.day DESC LIMIT 60
