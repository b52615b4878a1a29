-- Runs: when which newspaper was crawled, and what the check of it found.
CREATE TABLE ops.run (
    run_id        text PRIMARY KEY,
    first_seen_at timestamptz NOT NULL,
    kind          text NOT NULL DEFAULT 'night' CHECK (kind IN ('night', 'backfill'))
);
COMMENT ON TABLE ops.run IS 'Nights, manual runs and backfills of which something was loaded.';
COMMENT ON COLUMN ops.run.run_id IS 'Name of the run, as the scheduler or the operator gave it.';
COMMENT ON COLUMN ops.run.first_seen_at IS 'Start of its first crawl.';
COMMENT ON COLUMN ops.run.kind IS 'night: it read the channels for what is new, by schedule or by hand, and is judged by what they announced; backfill: it went back to old months, and no verdict, coverage or revisit counts it.';

CREATE TABLE ops.crawl (
    run_id     text NOT NULL REFERENCES ops.run,
    outlet_key text NOT NULL REFERENCES news.outlet,
    reason     text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    stats      jsonb NOT NULL,
    verdict    text CHECK (verdict IN ('green', 'amber', 'red')),
    PRIMARY KEY (run_id, outlet_key)
);
CREATE INDEX crawl_outlet ON ops.crawl (outlet_key, started_at);
COMMENT ON TABLE ops.crawl IS 'One crawl of one newspaper in one run, as its archive reports it.';
COMMENT ON COLUMN ops.crawl.run_id IS 'The run.';
COMMENT ON COLUMN ops.crawl.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.crawl.reason IS 'Why it ended: finished is the only good one.';
COMMENT ON COLUMN ops.crawl.started_at IS 'Start; where a run crawled the newspaper twice, of the later crawl.';
COMMENT ON COLUMN ops.crawl.ended_at IS 'End.';
COMMENT ON COLUMN ops.crawl.stats IS 'The crawler''s own counts.';
COMMENT ON COLUMN ops.crawl.verdict IS 'Verdict of the last check, or null before it.';

CREATE TABLE ops.check_result (
    run_id     text NOT NULL,
    outlet_key text NOT NULL REFERENCES news.outlet,
    verdict    text NOT NULL CHECK (verdict IN ('green', 'amber', 'red')),
    findings   text[] NOT NULL,
    checked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, outlet_key)
);
CREATE INDEX check_result_outlet ON ops.check_result (outlet_key, checked_at);
COMMENT ON TABLE ops.check_result IS 'What the last check of a crawl found.';
COMMENT ON COLUMN ops.check_result.run_id IS 'The run.';
COMMENT ON COLUMN ops.check_result.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.check_result.verdict IS 'green, amber or red.';
COMMENT ON COLUMN ops.check_result.findings IS 'One sentence a finding.';
COMMENT ON COLUMN ops.check_result.checked_at IS 'When it was checked.';
