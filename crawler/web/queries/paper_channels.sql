-- How a paper's channels were read when each was read last.
SELECT DISTINCT ON (c.channel) c.channel, c.read_at, c.certainty, c.status, c.items, c.ending, c.cause,
    left(c.reason, 500) AS reason, c.run_id
FROM ops.channel_read AS c
WHERE c.outlet_key = %(outlet)s
ORDER BY c.channel, c.read_at DESC
