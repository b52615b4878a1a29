CREATE VIEW ops.channel_overlap AS
SELECT r.run_id, r.outlet_key, r.channel, r.read_at, r.status, r.ending, before.run_id AS previous_run,
    met.new, met.overlap
FROM ops.channel_read AS r
LEFT JOIN LATERAL (
    SELECT p.run_id, EXISTS (SELECT FROM ops.announcement AS b WHERE b.outlet_key = r.outlet_key
                             AND b.run_id = p.run_id AND r.channel = ANY (b.channels)) AS noted
    FROM ops.channel_read AS p
    WHERE p.outlet_key = r.outlet_key AND p.channel = r.channel AND p.read_at < r.read_at AND p.items > 0
    ORDER BY p.read_at DESC LIMIT 1
) AS before ON true
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT known) AS new, count(*) FILTER (WHERE known) AS overlap
    FROM (
        SELECT DISTINCT n.article_id, n.article_id IN (
            SELECT b.article_id FROM ops.announcement AS b
            WHERE b.outlet_key = r.outlet_key AND b.run_id = before.run_id AND r.channel = ANY (b.channels)) AS known
        FROM ops.announcement AS n
        WHERE n.outlet_key = r.outlet_key AND n.run_id = r.run_id AND r.channel = ANY (n.channels)
    ) AS named
) AS met ON before.noted;
COMMENT ON VIEW ops.channel_overlap IS 'Each read of a channel held against the last read of it that named anything: no overlap means that something may have passed unseen in between.';
COMMENT ON COLUMN ops.channel_overlap.run_id IS 'The run.';
COMMENT ON COLUMN ops.channel_overlap.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.channel_overlap.channel IS 'Name of the channel.';
COMMENT ON COLUMN ops.channel_overlap.read_at IS 'When it was read.';
COMMENT ON COLUMN ops.channel_overlap.status IS 'ok, failed or cut_short; see ops.channel_read.';
COMMENT ON COLUMN ops.channel_overlap.ending IS 'Where the walk ended; one that ended on known articles has missed nothing, whatever the overlap.';
COMMENT ON COLUMN ops.channel_overlap.previous_run IS 'Run of the last read that named anything; null for the first.';
COMMENT ON COLUMN ops.channel_overlap.new IS 'Articles of this read that were not in that one; null where there is none to hold it against.';
COMMENT ON COLUMN ops.channel_overlap.overlap IS 'Articles of this read that were in that one too; null where there is none to hold it against.';
