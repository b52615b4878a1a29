-- The story of one article: the same text in other papers. may_be_first: no other was certainly printed before it,
-- as far as the printed times say (a day without an hour can be any hour of it).
WITH member AS (
    SELECT m.article_id, m.role, m.kept, m.taken, m.like_id, t.agency, r.outlet_key, r.published_at, r.published_precision,
        r.headline, coalesce(r.published_at, r.first_seen_at) AS earliest,
        CASE r.published_precision WHEN 'day' THEN r.published_at + interval '1 day'
            WHEN 'minute' THEN r.published_at + interval '1 minute'
            ELSE coalesce(r.published_at, r.first_seen_at) + interval '1 second' END AS latest
    FROM news.story_article AS own
    JOIN news.story AS t USING (story_id)
    JOIN news.story_article AS m USING (story_id)
    JOIN news.article_record AS r ON r.article_id = m.article_id
    WHERE own.article_id = %(article_id)s
)
SELECT m.article_id::text, m.outlet_key, o.name AS outlet, m.published_at, m.published_precision,
    left(m.headline, 500) AS headline, m.role, m.agency, m.earliest < min(m.latest) OVER () AS may_be_first,
    round(m.kept::numeric, 3)::float AS kept, round(m.taken::numeric, 3)::float AS taken, m.like_id::text
FROM member AS m
JOIN news.outlet AS o USING (outlet_key)
ORDER BY m.earliest, m.article_id
LIMIT 200
