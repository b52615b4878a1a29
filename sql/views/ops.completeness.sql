-- needs: ops.number_step
-- 1,000 numbers are more than a day of any paper known; a longer step is a jump of the system, or an old article.
CREATE VIEW ops.completeness AS
SELECT s.run_id, s.outlet_key, s.id_space, min(s.first_seen_at) AS first_seen_at,
    NOT EXISTS (SELECT FROM ops.article_number AS a WHERE a.id_space = s.id_space
                AND a.first_seen_at < min(s.first_seen_at)) AS first_run,
    min(s.number) AS lowest, max(s.number) AS highest, count(*) AS seen,
    coalesce(sum(s.number - s.previous - 1) FILTER (WHERE s.number - s.previous <= 1000), 0)::bigint AS unseen,
    count(*) FILTER (WHERE s.number - s.previous > 1000) AS jumps,
    round(count(*) / (count(*) + coalesce(sum(s.number - s.previous - 1)
        FILTER (WHERE s.number - s.previous <= 1000), 0)), 4) AS density
FROM ops.number_step AS s
GROUP BY s.run_id, s.outlet_key, s.id_space;
COMMENT ON VIEW ops.completeness IS 'The completeness meter: of the numbers that a paper gave out, how many a run saw announced. It speaks of numbers, not of articles: papers leave some out for drafts, pictures or other editions, each in its own measure. `baotinh completeness` says what is usual, and names the others.';
COMMENT ON COLUMN ops.completeness.run_id IS 'The run.';
COMMENT ON COLUMN ops.completeness.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.completeness.id_space IS 'Numbering system.';
COMMENT ON COLUMN ops.completeness.first_seen_at IS 'When the run saw the first of them.';
COMMENT ON COLUMN ops.completeness.first_run IS 'No run before it saw a number of this system: its channels reach far back, so it is no measure for others.';
COMMENT ON COLUMN ops.completeness.lowest IS 'Lowest number that the run saw first.';
COMMENT ON COLUMN ops.completeness.highest IS 'Highest number that the run saw first.';
COMMENT ON COLUMN ops.completeness.seen IS 'Numbers that the run saw first.';
COMMENT ON COLUMN ops.completeness.unseen IS 'Numbers below these, down to the next one known, that nobody had announced when the run ended; steps of more than 1,000 left out.';
COMMENT ON COLUMN ops.completeness.jumps IS 'Steps of more than 1,000: where most are, the ids are no sequence.';
COMMENT ON COLUMN ops.completeness.density IS 'seen / (seen + unseen).';
