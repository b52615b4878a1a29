-- depends: 0006_backfill
CREATE TABLE ops.removal (
    record_id  uuid PRIMARY KEY,
    warc_id    integer NOT NULL REFERENCES ops.warc_file,
    scope      text NOT NULL CHECK (scope IN ('url', 'article', 'outlet')),
    key_hash   bigint NOT NULL,
    removed_at timestamptz NOT NULL,
    bytes      bigint NOT NULL CHECK (bytes > 0)
);
CREATE INDEX removal_takedown ON ops.removal (scope, key_hash);
CREATE INDEX removal_warc ON ops.removal (warc_id);
COMMENT ON TABLE ops.removal IS 'Captures that a takedown removed from the archive, as the tombstones in its WARC files say: a record id found here was removed on request.';
COMMENT ON COLUMN ops.removal.record_id IS 'WARC-Record-ID of the removed capture; ops.capture says when it was fetched, and where its tombstone lies.';
COMMENT ON COLUMN ops.removal.warc_id IS 'The file that held it, and holds its tombstone.';
COMMENT ON COLUMN ops.removal.scope IS 'Scope of the takedown: url, article or outlet.';
COMMENT ON COLUMN ops.removal.key_hash IS 'Key of the takedown in ops.suppression.';
COMMENT ON COLUMN ops.removal.removed_at IS 'When the file was written anew without it.';
COMMENT ON COLUMN ops.removal.bytes IS 'Bytes of the removed record in the file.';

-- Grouped by every column: a view that leans on a primary key keeps pg_restore from filling an empty database.
CREATE VIEW ops.takedown AS
SELECT s.scope, s.key_hash, s.reason, s.at,
    count(r.record_id) AS captures, count(DISTINCT r.warc_id) AS files, coalesce(sum(r.bytes), 0)::bigint AS bytes,
    max(r.removed_at) AS removed_at
FROM ops.suppression AS s
LEFT JOIN ops.removal AS r USING (scope, key_hash)
GROUP BY s.scope, s.key_hash, s.reason, s.at;
COMMENT ON VIEW ops.takedown IS 'Every takedown, and what it removed from the archive.';
COMMENT ON COLUMN ops.takedown.scope IS 'What key_hash names: url, article, person (of a byline) or outlet.';
COMMENT ON COLUMN ops.takedown.key_hash IS 'url_key, article_id, or a hash of the name or outlet_key.';
COMMENT ON COLUMN ops.takedown.reason IS 'Who asked, and why.';
COMMENT ON COLUMN ops.takedown.at IS 'Since when.';
COMMENT ON COLUMN ops.takedown.captures IS 'Captures removed from WARC files; a person''s takedown removes none, only names from rows and readings.';
COMMENT ON COLUMN ops.takedown.files IS 'WARC files that held them.';
COMMENT ON COLUMN ops.takedown.bytes IS 'Bytes that they took in these files.';
COMMENT ON COLUMN ops.takedown.removed_at IS 'When the last of them was removed; null where there was none.';

COMMENT ON COLUMN ops.capture.payload_sha256 IS 'Digest of the body; null for a capture that a takedown removed (ops.removal).';
COMMENT ON COLUMN ops.reading.parser_build_id IS 'The build; null where the status alone decided (unchanged, gone, redirect, http_error), and for a capture that a takedown removed.';
COMMENT ON COLUMN news.article_image.credit IS 'Who took it, without the word Ảnh, or null; null also where it names a person who asked to be left out.';
COMMENT ON COLUMN news.article.source_credit IS 'The words that say so: Theo TTXVN; without a person who asked to be left out.';
COMMENT ON TABLE ops.suppression IS 'Takedowns: what is listed here is neither fetched, loaded nor kept, and a person''s name left out of bylines and credits. A copy of the archive''s suppression.jsonl; ops.takedown says what each removed.';
