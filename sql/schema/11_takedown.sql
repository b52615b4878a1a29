-- Takedowns, and what they removed from the archive.
CREATE TABLE ops.suppression (
    scope    text NOT NULL CHECK (scope IN ('url', 'article', 'person', 'outlet')),
    key_hash bigint NOT NULL,
    reason   text NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key_hash)
);
COMMENT ON TABLE ops.suppression IS 'Takedowns: what is listed here is neither fetched, loaded nor kept, and a person''s name left out of bylines and credits. A copy of the archive''s suppression.jsonl; ops.takedown says what each removed.';
COMMENT ON COLUMN ops.suppression.scope IS 'What key_hash names: url, article, person (of a byline) or outlet.';
COMMENT ON COLUMN ops.suppression.key_hash IS 'url_key, article_id, or the same 63-bit hash of name_key or outlet_key: the list itself names nobody.';
COMMENT ON COLUMN ops.suppression.reason IS 'Who asked, and why.';
COMMENT ON COLUMN ops.suppression.at IS 'Since when.';

CREATE TABLE ops.removed_capture (
    record_id  uuid PRIMARY KEY,
    warc_id    integer NOT NULL REFERENCES ops.warc_file,
    scope      text NOT NULL CHECK (scope IN ('url', 'article', 'outlet')),
    key_hash   bigint NOT NULL,
    removed_at timestamptz NOT NULL,
    bytes      bigint NOT NULL CHECK (bytes > 0)
);
CREATE INDEX removed_capture_takedown ON ops.removed_capture (scope, key_hash);
CREATE INDEX removed_capture_warc ON ops.removed_capture (warc_id);
COMMENT ON TABLE ops.removed_capture IS 'Captures that a takedown removed from the archive, as the tombstones in its WARC files say: a record id found here was removed on request.';
COMMENT ON COLUMN ops.removed_capture.record_id IS 'WARC-Record-ID of the removed capture; ops.capture says when it was fetched, and where its tombstone lies.';
COMMENT ON COLUMN ops.removed_capture.warc_id IS 'The file that held it, and holds its tombstone.';
COMMENT ON COLUMN ops.removed_capture.scope IS 'Scope of the takedown: url, article or outlet.';
COMMENT ON COLUMN ops.removed_capture.key_hash IS 'Key of the takedown in ops.suppression.';
COMMENT ON COLUMN ops.removed_capture.removed_at IS 'When the file was written anew without it.';
COMMENT ON COLUMN ops.removed_capture.bytes IS 'Bytes of the removed record in the file.';
