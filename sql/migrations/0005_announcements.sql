-- depends: 0004_operations
CREATE TABLE ops.announcement (
    run_id     text   NOT NULL REFERENCES ops.run,
    outlet_key text   NOT NULL REFERENCES news.outlet,
    url_key    bigint NOT NULL,
    article_id bigint NOT NULL,
    PRIMARY KEY (run_id, url_key)
);
CREATE INDEX announcement_outlet ON ops.announcement (outlet_key, run_id);
COMMENT ON TABLE ops.announcement IS 'Which article addresses the channels named in which run: what a night is measured against.';
COMMENT ON COLUMN ops.announcement.run_id IS 'The run.';
COMMENT ON COLUMN ops.announcement.outlet_key IS 'The newspaper whose channel named it.';
COMMENT ON COLUMN ops.announcement.url_key IS 'Key of the address in normal form; see ops.url.';
COMMENT ON COLUMN ops.announcement.article_id IS 'The article that the address names, loaded or not.';
