-- How much of what the papers published is here.
CREATE TABLE news.coverage (
    outlet_key text NOT NULL REFERENCES news.outlet,
    day        date NOT NULL,
    announced  integer NOT NULL,
    fetched    integer NOT NULL,
    loaded     integer NOT NULL,
    refused    integer NOT NULL,
    failed     integer NOT NULL,
    verdict    text NOT NULL CHECK (verdict IN ('green', 'amber', 'red', 'closed')),
    PRIMARY KEY (outlet_key, day)
);
COMMENT ON TABLE news.coverage IS 'How complete each day of each newspaper is: the denominator of every count.';
COMMENT ON COLUMN news.coverage.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.coverage.day IS 'Day of the crawl in Việt Nam.';
COMMENT ON COLUMN news.coverage.announced IS 'Articles that feeds, sitemaps and listings named that day.';
COMMENT ON COLUMN news.coverage.fetched IS 'Of these, fetched that day.';
COMMENT ON COLUMN news.coverage.loaded IS 'Of these, in news.article_record.';
COMMENT ON COLUMN news.coverage.refused IS 'Of these, not asked for by our decision: robots.txt forbids them, a limit of the crawl, a foreign host.';
COMMENT ON COLUMN news.coverage.failed IS 'Of these, lost: neither loaded nor refused (no answer, an endless redirect, a page that is not the article …).';
COMMENT ON COLUMN news.coverage.verdict IS 'The day''s last check: green, amber, red, or closed (the paper''s robots.txt forbids all that was due).';

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
