-- Captures: what the sites answered, where in the archive it lies, and what the parsers made of it.
CREATE TABLE ops.warc_file (
    warc_id      integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name         text NOT NULL UNIQUE,
    outlet_key   text NOT NULL REFERENCES news.outlet,
    run_id       text NOT NULL REFERENCES ops.run,
    sealed_at    timestamptz,
    bytes        bigint NOT NULL,
    sha256       text NOT NULL,
    loaded_build smallint REFERENCES ops.parser_build,
    loaded_at    timestamptz
);
CREATE INDEX warc_file_run ON ops.warc_file (run_id, outlet_key);
CREATE INDEX warc_file_waiting ON ops.warc_file (name) WHERE loaded_at IS NULL;
COMMENT ON TABLE ops.warc_file IS 'Sealed archive files that were registered; one file is the unit of loading.';
COMMENT ON COLUMN ops.warc_file.warc_id IS 'Short number of the file.';
COMMENT ON COLUMN ops.warc_file.name IS 'File name in the archive.';
COMMENT ON COLUMN ops.warc_file.outlet_key IS 'The newspaper whose pages it holds.';
COMMENT ON COLUMN ops.warc_file.run_id IS 'The run that wrote it, as its warcinfo says.';
COMMENT ON COLUMN ops.warc_file.sealed_at IS 'Time of the newest record in it; null where it holds none.';
COMMENT ON COLUMN ops.warc_file.bytes IS 'Size.';
COMMENT ON COLUMN ops.warc_file.sha256 IS 'Digest of the whole file.';
COMMENT ON COLUMN ops.warc_file.loaded_build IS 'Build whose readings of it were loaded last.';
COMMENT ON COLUMN ops.warc_file.loaded_at IS 'When it was loaded; null where it waits to be loaded (again).';

CREATE TABLE ops.capture (
    record_id      uuid NOT NULL,
    fetched_at     timestamptz NOT NULL,
    url_key        bigint NOT NULL,
    status         smallint NOT NULL,
    warc_id        integer NOT NULL REFERENCES ops.warc_file,
    "offset"       bigint NOT NULL,
    length         bigint NOT NULL,
    payload_sha256 text,
    PRIMARY KEY (record_id, fetched_at)
);
CREATE INDEX capture_url ON ops.capture (url_key, fetched_at);
CREATE INDEX capture_warc ON ops.capture (warc_id);
COMMENT ON TABLE ops.capture IS 'What a site answered, and where in the archive it lies.';
COMMENT ON COLUMN ops.capture.record_id IS 'WARC-Record-ID.';
COMMENT ON COLUMN ops.capture.fetched_at IS 'When it was fetched.';
COMMENT ON COLUMN ops.capture.url_key IS 'Key of the address in normal form.';
COMMENT ON COLUMN ops.capture.status IS 'HTTP status; 304 is a revisit.';
COMMENT ON COLUMN ops.capture.warc_id IS 'The file.';
COMMENT ON COLUMN ops.capture."offset" IS 'Byte at which the record starts.';
COMMENT ON COLUMN ops.capture.length IS 'Bytes of the record in the file.';
COMMENT ON COLUMN ops.capture.payload_sha256 IS 'Digest of the body; null for a capture that a takedown removed (ops.removed_capture).';

CREATE TABLE ops.reading (
    record_id       uuid PRIMARY KEY,
    article_id      bigint NOT NULL,
    fetched_at      timestamptz NOT NULL,
    parser_build_id smallint REFERENCES ops.parser_build,
    outcome         text NOT NULL,
    text_hash       text,
    attr_hash       text
);
CREATE INDEX reading_article ON ops.reading (article_id, fetched_at);
COMMENT ON TABLE ops.reading IS 'What became of each capture of an article''s address, pages as the last build reads them; whole readings are in the archive.';
COMMENT ON COLUMN ops.reading.record_id IS 'The capture.';
COMMENT ON COLUMN ops.reading.article_id IS 'The article its address names, loaded or not.';
COMMENT ON COLUMN ops.reading.fetched_at IS 'When it was fetched.';
COMMENT ON COLUMN ops.reading.parser_build_id IS 'The build; null where the status alone decided (unchanged, gone, redirect, http_error), and for a capture that a takedown removed.';
COMMENT ON COLUMN ops.reading.outcome IS 'article; unchanged (304); gone (404, 410); redirect (other 3xx); http_error (other 4xx, 5xx); layout_changed, unreadable; suppressed (a takedown); quarantined; unread (a page that waits for the next load); or the kind of a page that is none: soft_404, listing, challenge_page …';
COMMENT ON COLUMN ops.reading.text_hash IS 'Hash of the text, for articles.';
COMMENT ON COLUMN ops.reading.attr_hash IS 'Hash of the rest, for articles.';

CREATE TABLE ops.problem (
    record_id       uuid NOT NULL,
    field           text NOT NULL,
    code            text NOT NULL,
    detail          text NOT NULL,
    parser_build_id smallint NOT NULL REFERENCES ops.parser_build
);
CREATE INDEX problem_record ON ops.problem (record_id);
COMMENT ON TABLE ops.problem IS 'What was wrong or missing in one reading.';
COMMENT ON COLUMN ops.problem.record_id IS 'The capture.';
COMMENT ON COLUMN ops.problem.field IS 'Field of the article.';
COMMENT ON COLUMN ops.problem.code IS 'Stable code of the problem.';
COMMENT ON COLUMN ops.problem.detail IS 'What was seen.';
COMMENT ON COLUMN ops.problem.parser_build_id IS 'The build that says so.';

CREATE TABLE ops.quarantine (
    record_id uuid PRIMARY KEY,
    reason    text NOT NULL,
    at        timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE ops.quarantine IS 'Captures that could not be loaded: nothing is lost, each waits for a better rule.';
COMMENT ON COLUMN ops.quarantine.record_id IS 'The capture.';
COMMENT ON COLUMN ops.quarantine.reason IS 'What was wrong with it.';
COMMENT ON COLUMN ops.quarantine.at IS 'When it was put here.';
