-- depends: 0007_takedown
-- What was missed, told from what was seen: channels that no longer meet their last read, and numbers nobody announced.

ALTER TABLE ops.announcement ADD COLUMN channels text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN ops.announcement.channels IS 'The channels that named it in this run, in alphabetical order; empty for what was loaded before this was noted.';

CREATE INDEX channel_read_channel ON ops.channel_read (outlet_key, channel, read_at);

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

CREATE VIEW ops.article_channel AS
SELECT u.article_id, c.outlet_key, c.channel, min(c.first_seen_at) AS first_seen_at,
    rank() OVER (PARTITION BY u.article_id ORDER BY min(c.first_seen_at)) AS place,
    (array_agg(c.hint ORDER BY c.first_seen_at) FILTER (WHERE c.hint IS NOT NULL))[1] AS title
FROM ops.url_channel AS c JOIN ops.url AS u USING (url_key)
GROUP BY u.article_id, c.outlet_key, c.channel;
COMMENT ON VIEW ops.article_channel IS 'Which channels announced each article, the first of them first: which feed is worth reading, and how late another is.';
COMMENT ON COLUMN ops.article_channel.article_id IS 'The article, loaded or not.';
COMMENT ON COLUMN ops.article_channel.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.article_channel.channel IS 'Name of the channel.';
COMMENT ON COLUMN ops.article_channel.first_seen_at IS 'When it first announced the article, at whatever address.';
COMMENT ON COLUMN ops.article_channel.place IS '1 for the channel that announced it first; a run reads its channels in the order of the catalogue.';
COMMENT ON COLUMN ops.article_channel.title IS 'Title that the channel gave at first, or null.';

CREATE TABLE ops.article_number (
    article_id    bigint PRIMARY KEY,
    outlet_key    text NOT NULL REFERENCES news.outlet,
    id_space      text NOT NULL,
    number        bigint NOT NULL CHECK (number >= 0),
    first_seen_at timestamptz NOT NULL,
    run_id        text NOT NULL REFERENCES ops.run
);
CREATE INDEX article_number_place ON ops.article_number (id_space, number);
CREATE INDEX article_number_run ON ops.article_number (outlet_key, run_id);
COMMENT ON TABLE ops.article_number IS 'Articles by their papers'' own numbers, with the run that first saw them announced, loaded or not: what the completeness meter counts.';
COMMENT ON COLUMN ops.article_number.article_id IS 'The article; one that was taken down stays, so that its number is not called missing.';
COMMENT ON COLUMN ops.article_number.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.article_number.id_space IS 'Numbering system; only those whose ids are decimal numbers by the catalogue''s rule.';
COMMENT ON COLUMN ops.article_number.number IS 'Its native id.';
COMMENT ON COLUMN ops.article_number.first_seen_at IS 'When a channel first named it.';
COMMENT ON COLUMN ops.article_number.run_id IS 'The run in which that was.';

INSERT INTO ops.article_number (article_id, outlet_key, id_space, number, first_seen_at, run_id)
SELECT DISTINCT ON (n.article_id) n.article_id, a.outlet_key, a.id_space, a.native_id::bigint, r.first_seen_at, r.run_id
FROM news.article AS a JOIN ops.announcement AS n USING (article_id) JOIN ops.run AS r USING (run_id)
-- a space with one id that is no number is no sequence
WHERE a.native_id ~ '^\d{1,18}$'
  AND a.id_space NOT IN (SELECT id_space FROM news.article WHERE native_id !~ '^\d{1,18}$')
ORDER BY n.article_id, r.first_seen_at, r.run_id;

CREATE VIEW ops.number_step AS
SELECT n.article_id, n.outlet_key, n.run_id, n.id_space, n.number, n.first_seen_at, p.article_id AS previous_article,
    p.number AS previous
FROM (
    SELECT *, max(first_seen_at) OVER (PARTITION BY outlet_key, run_id, id_space) AS run_end FROM ops.article_number
) AS n
LEFT JOIN LATERAL (
    SELECT a.article_id, a.number FROM ops.article_number AS a
    WHERE a.id_space = n.id_space AND a.number < n.number AND a.first_seen_at <= n.run_end
    ORDER BY a.number DESC LIMIT 1
) AS p ON true;
COMMENT ON VIEW ops.number_step IS 'Each number that a run first saw, and the nearest lower one known when that run ended: the numbers between them were not announced.';
COMMENT ON COLUMN ops.number_step.article_id IS 'The article.';
COMMENT ON COLUMN ops.number_step.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.number_step.run_id IS 'The run that first saw it.';
COMMENT ON COLUMN ops.number_step.id_space IS 'Numbering system.';
COMMENT ON COLUMN ops.number_step.number IS 'Its number.';
COMMENT ON COLUMN ops.number_step.first_seen_at IS 'When it was first seen.';
COMMENT ON COLUMN ops.number_step.previous_article IS 'The article of the nearest lower number; null where it is the lowest known.';
COMMENT ON COLUMN ops.number_step.previous IS 'The nearest lower number that this or an earlier run saw.';

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
