-- depends: 0003_articles
CREATE TABLE ops.run (
    run_id        text PRIMARY KEY,
    first_seen_at timestamptz NOT NULL
);
COMMENT ON TABLE ops.run IS 'Nights and manual runs of which something was loaded.';
COMMENT ON COLUMN ops.run.run_id IS 'Name of the run, as the scheduler or the operator gave it.';
COMMENT ON COLUMN ops.run.first_seen_at IS 'Start of its first crawl.';

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
COMMENT ON TABLE ops.check_result IS 'What the last check of a crawl found.';
COMMENT ON COLUMN ops.check_result.run_id IS 'The run.';
COMMENT ON COLUMN ops.check_result.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.check_result.verdict IS 'green, amber or red.';
COMMENT ON COLUMN ops.check_result.findings IS 'One sentence a finding.';
COMMENT ON COLUMN ops.check_result.checked_at IS 'When it was checked.';

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
COMMENT ON COLUMN ops.capture.payload_sha256 IS 'Digest of the body.';

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
COMMENT ON COLUMN ops.reading.parser_build_id IS 'The build; null where the status alone decided (unchanged, gone, redirect, http_error).';
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

CREATE TABLE ops.url (
    url_key        bigint PRIMARY KEY,
    outlet_key     text NOT NULL REFERENCES news.outlet,
    url            text NOT NULL,
    article_id     bigint NOT NULL,
    next_due_at    timestamptz,
    first_ok_at    timestamptz,
    last_ok_at     timestamptz,
    last_status    smallint,
    etag           text,
    last_modified  text,
    fails          integer NOT NULL DEFAULT 0,
    unchanged_runs integer NOT NULL DEFAULT 0,
    announced_at   timestamptz,
    announced_run  text
) WITH (fillfactor = 70);
CREATE INDEX url_outlet ON ops.url (outlet_key);
CREATE INDEX url_article ON ops.url (article_id);
COMMENT ON TABLE ops.url IS 'The frontier: every article address that was announced or fetched, and when it is due.';
COMMENT ON COLUMN ops.url.url_key IS 'Key of the address in normal form.';
COMMENT ON COLUMN ops.url.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.url.url IS 'Address in normal form.';
COMMENT ON COLUMN ops.url.article_id IS 'The article it names, loaded or not.';
COMMENT ON COLUMN ops.url.next_due_at IS 'When to ask again; null: never, unless a channel dates a change. An address that was announced and never answered is due since then; given up after five runs that refused it, it is due when a channel names it again.';
COMMENT ON COLUMN ops.url.first_ok_at IS 'First answer with a page (2xx) or 304.';
COMMENT ON COLUMN ops.url.last_ok_at IS 'Last answer with a page (2xx) or 304.';
COMMENT ON COLUMN ops.url.last_status IS 'Status of the last answer; null where there was none yet.';
COMMENT ON COLUMN ops.url.etag IS 'ETag of the last 200, for conditional requests.';
COMMENT ON COLUMN ops.url.last_modified IS 'Last-Modified of the last 200.';
COMMENT ON COLUMN ops.url.fails IS 'Answers since last_ok_at, none of them a page.';
COMMENT ON COLUMN ops.url.unchanged_runs IS 'Answers 304 since the last page.';
COMMENT ON COLUMN ops.url.announced_at IS 'Last time a channel named it.';
COMMENT ON COLUMN ops.url.announced_run IS 'Run in which a channel last named it.';

CREATE TABLE ops.channel_read (
    run_id     text NOT NULL REFERENCES ops.run,
    outlet_key text NOT NULL REFERENCES news.outlet,
    channel    text NOT NULL,
    certainty  text NOT NULL CHECK (certainty IN ('seen', 'listed', 'guessed')),
    status     text NOT NULL CHECK (status IN ('ok', 'failed', 'cut_short')),
    items      integer NOT NULL,
    ending     text,
    reason     text,
    read_at    timestamptz NOT NULL,
    PRIMARY KEY (run_id, outlet_key, channel)
);
COMMENT ON TABLE ops.channel_read IS 'How each feed, sitemap or listing was read in each run.';
COMMENT ON COLUMN ops.channel_read.run_id IS 'The run.';
COMMENT ON COLUMN ops.channel_read.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.channel_read.channel IS 'Name of the channel in the catalogue, or of a sitemap that robots.txt names.';
COMMENT ON COLUMN ops.channel_read.certainty IS 'How it is known: seen on the site, listed in a source, or guessed (then its failure is no alarm).';
COMMENT ON COLUMN ops.channel_read.status IS 'ok, failed or cut_short.';
COMMENT ON COLUMN ops.channel_read.items IS 'Different articles that the whole walk announced.';
COMMENT ON COLUMN ops.channel_read.ending IS 'Where the walk ended: single (one page), known (only articles known before), declared (the last page), cap (the catalogue''s limit of pages), cut_short or error.';
COMMENT ON COLUMN ops.channel_read.reason IS 'Why it failed or was cut short.';
COMMENT ON COLUMN ops.channel_read.read_at IS 'When.';

CREATE TABLE ops.url_channel (
    url_key       bigint NOT NULL,
    outlet_key    text NOT NULL,
    channel       text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    hint          text,
    PRIMARY KEY (url_key, channel)
);
COMMENT ON TABLE ops.url_channel IS 'Which channel announced which address.';
COMMENT ON COLUMN ops.url_channel.url_key IS 'The address.';
COMMENT ON COLUMN ops.url_channel.outlet_key IS 'The newspaper of the channel.';
COMMENT ON COLUMN ops.url_channel.channel IS 'Name of the channel.';
COMMENT ON COLUMN ops.url_channel.first_seen_at IS 'When it first did.';
COMMENT ON COLUMN ops.url_channel.hint IS 'Title that the channel gave at first, or null.';

CREATE TABLE ops.refusal (
    run_id     text NOT NULL REFERENCES ops.run,
    outlet_key text NOT NULL REFERENCES news.outlet,
    url_key    bigint NOT NULL,
    url        text NOT NULL,
    reason     text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (run_id, url_key)
);
CREATE INDEX refusal_url ON ops.refusal (url_key);
COMMENT ON TABLE ops.refusal IS 'Addresses that were not fetched in a run, and why: the explained gaps.';
COMMENT ON COLUMN ops.refusal.run_id IS 'The run.';
COMMENT ON COLUMN ops.refusal.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.refusal.url_key IS 'The address.';
COMMENT ON COLUMN ops.refusal.url IS 'The address in normal form.';
COMMENT ON COLUMN ops.refusal.reason IS 'robots, offsite, limit, redirect_loop or failed (no answer).';
COMMENT ON COLUMN ops.refusal.at IS 'When.';

CREATE TABLE ops.suppression (
    scope    text NOT NULL CHECK (scope IN ('url', 'article', 'person', 'outlet')),
    key_hash bigint NOT NULL,
    reason   text NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key_hash)
);
COMMENT ON TABLE ops.suppression IS 'Takedowns: what is listed here is neither fetched nor loaded, and a person''s name left out of bylines. A copy of the archive''s suppression.jsonl.';
COMMENT ON COLUMN ops.suppression.scope IS 'What key_hash names: url, article, person (of a byline) or outlet.';
COMMENT ON COLUMN ops.suppression.key_hash IS 'url_key, article_id, or the same 63-bit hash of name_key or outlet_key: the list itself names nobody.';
COMMENT ON COLUMN ops.suppression.reason IS 'Who asked, and why.';
COMMENT ON COLUMN ops.suppression.at IS 'Since when.';

CREATE TABLE ops.quarantine (
    record_id uuid PRIMARY KEY,
    reason    text NOT NULL,
    at        timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE ops.quarantine IS 'Captures that could not be loaded: nothing is lost, each waits for a better rule.';
COMMENT ON COLUMN ops.quarantine.record_id IS 'The capture.';
COMMENT ON COLUMN ops.quarantine.reason IS 'What was wrong with it.';
COMMENT ON COLUMN ops.quarantine.at IS 'When it was put here.';
