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
    verdict    text CHECK (verdict IN ('green', 'amber', 'red', 'closed')),
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
    verdict    text NOT NULL CHECK (verdict IN ('green', 'amber', 'red', 'closed')),
    due        integer NOT NULL CHECK (due >= 0),
    loaded     integer NOT NULL CHECK (loaded BETWEEN 0 AND due),
    checked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, outlet_key)
);
CREATE INDEX check_result_outlet ON ops.check_result (outlet_key, checked_at);
COMMENT ON TABLE ops.check_result IS 'What the last check of a crawl found.';
COMMENT ON COLUMN ops.check_result.run_id IS 'The run.';
COMMENT ON COLUMN ops.check_result.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.check_result.verdict IS 'green: complete; amber: complete enough to use, but worth a look; red: not complete; closed: the paper''s robots.txt forbids all that was due.';
COMMENT ON COLUMN ops.check_result.due IS 'Articles that were to be fetched in this run: new ones, and known ones whose next visit was due or that a channel dates anew.';
COMMENT ON COLUMN ops.check_result.loaded IS 'Of these, those whose page was read, or had not changed.';
COMMENT ON COLUMN ops.check_result.checked_at IS 'When it was checked.';

CREATE TABLE ops.finding (
    run_id     text NOT NULL,
    outlet_key text NOT NULL,
    place      smallint NOT NULL CHECK (place > 0),
    colour     text NOT NULL CHECK (colour IN ('green', 'amber', 'red', 'closed')),
    code       text NOT NULL CHECK (code ~ '^[a-z]+(-[a-z]+)*$'),
    text       text NOT NULL,
    PRIMARY KEY (run_id, outlet_key, place),
    FOREIGN KEY (run_id, outlet_key) REFERENCES ops.check_result ON DELETE CASCADE
);
CREATE INDEX finding_code ON ops.finding (code, outlet_key);
COMMENT ON TABLE ops.finding IS 'What a check found, a row each; a verdict is as bad as its worst finding.';
COMMENT ON COLUMN ops.finding.run_id IS 'The run.';
COMMENT ON COLUMN ops.finding.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.finding.place IS 'Its place in the verdict, the most severe first.';
COMMENT ON COLUMN ops.finding.colour IS 'How severe it is; green: for information.';
COMMENT ON COLUMN ops.finding.code IS 'Its kind, which is the heading of its page in docs/runbook.md.';
COMMENT ON COLUMN ops.finding.text IS 'One sentence for an operator, with counts and an example.';
