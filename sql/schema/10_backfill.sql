-- Old months that a backfill has settled.
CREATE TABLE ops.backfill (
    outlet_key text        NOT NULL REFERENCES news.outlet,
    month      date        NOT NULL CHECK (extract(day FROM month) = 1),
    state      text        NOT NULL CHECK (state IN ('done', 'out_of_reach')),
    channels   text[]      NOT NULL,
    named      integer     NOT NULL CHECK (named >= 0),
    failed     integer     NOT NULL CHECK (failed BETWEEN 0 AND named),
    requests   integer     NOT NULL CHECK (requests >= 0),
    reason     text        NOT NULL,
    run_id     text        NOT NULL REFERENCES ops.run,
    settled_at timestamptz NOT NULL,
    PRIMARY KEY (outlet_key, month),
    CHECK (state <> 'done' OR channels <> '{}')
);
COMMENT ON TABLE ops.backfill IS 'Months of publication that a backfill has settled: it goes on with those that are not here.';
COMMENT ON COLUMN ops.backfill.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.backfill.month IS 'First day of the month.';
COMMENT ON COLUMN ops.backfill.state IS 'done: every article that the channels name for the month was asked for; out_of_reach: no channel goes back that far.';
COMMENT ON COLUMN ops.backfill.channels IS 'Channels that named the month''s articles: a listing of one section names only that section''s.';
COMMENT ON COLUMN ops.backfill.named IS 'Different articles that these channels named for the month; those on a listing''s page where two months meet count for both.';
COMMENT ON COLUMN ops.backfill.failed IS 'Of these, articles without a good answer: refused, gone or failed. `baotinh crawl --again` asks for them once more.';
COMMENT ON COLUMN ops.backfill.requests IS 'Requests that the month took in the run which settled it.';
COMMENT ON COLUMN ops.backfill.reason IS 'How far the channels go back, where that is not far enough; else empty.';
COMMENT ON COLUMN ops.backfill.run_id IS 'The run that settled it last.';
COMMENT ON COLUMN ops.backfill.settled_at IS 'When.';
