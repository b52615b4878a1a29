"""Bounds of an article's date from outside its page: the order of the paper's numbers, and when it was announced.

Neither knows what the page prints. They bound a date to some hours or days; to the minute it is confirmed by them and
by the page's print and head together: a clock, another article's date or a later edit in both would leave the bounds.
"""

# Only dates that print and head both say are bounded: of others nothing would follow. A system numbers articles as they
# are begun, and they appear hours apart: five neighbours on each side, not the next. 'Now' in print and head (ten
# minutes before the fetch) is no date, though every bound holds it. A channel that was read whole the night before did
# not name the article then; but a box may bring up an old one, so that this bound does not refute. One hour: clocks
# differ, and feeds are written in advance.
DATE_BOUNDS = """
        SELECT d.article_id, CASE
            WHEN d.published_at > d.first_seen_at + interval '1 hour'
                OR d.published_at NOT BETWEEN d.lowest - interval '1 day' AND d.highest + interval '1 day' THEN false
            WHEN d.published_at > d.fetched_at - interval '10 minutes' THEN NULL
            WHEN d.published_at BETWEEN d.lowest AND d.highest OR d.published_at > d.not_yet_at - interval '1 hour'
                THEN true END AS fits
        FROM (
            SELECT q.article_id, q.said_twice, q.fetched_at, a.published_at, seen.first_seen_at, seen.not_yet_at,
                CASE WHEN n.number IS NOT NULL AND count(a.published_at) OVER before >= 3
                    THEN min(a.published_at) OVER before END AS lowest,
                CASE WHEN n.number IS NOT NULL AND count(a.published_at) OVER after >= 3
                    THEN max(a.published_at) OVER after ELSE seen.first_seen_at END AS highest
            FROM first_readings AS q JOIN news.article_record AS a USING (article_id)
            LEFT JOIN ops.article_number AS n USING (article_id)
            LEFT JOIN LATERAL (
                SELECT min(c.first_seen_at) AS first_seen_at, max(last.read_at) AS not_yet_at
                FROM ops.url AS u JOIN ops.url_channel AS c USING (url_key)
                LEFT JOIN LATERAL (
                    SELECT r.read_at FROM ops.channel_read AS r
                    WHERE r.outlet_key = c.outlet_key AND r.channel = c.channel AND r.status = 'ok'
                        AND r.read_at < c.first_seen_at
                    ORDER BY r.read_at DESC LIMIT 1
                ) AS last ON true
                WHERE u.article_id = q.article_id AND 'published_at' = ANY (q.said_twice)
            ) AS seen ON true
            WINDOW before AS (PARTITION BY n.id_space ORDER BY n.number ROWS BETWEEN 5 PRECEDING AND 1 PRECEDING),
                after AS (PARTITION BY n.id_space ORDER BY n.number ROWS BETWEEN 1 FOLLOWING AND 5 FOLLOWING)
        ) AS d WHERE 'published_at' = ANY (d.said_twice)"""
