-- The frontier: which addresses the channels announced, when each is due, and which were not fetched.
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
CREATE INDEX url_outlet ON ops.url (outlet_key, next_due_at);
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
    cause      text CHECK (cause IN ('robots', 'robots_unreachable', 'no_answer', 'offsite', 'redirect_loop', 'http_error', 'truncated', 'unreadable', 'asked_to_wait', 'crawl_delay')),
    reason     text,
    read_at    timestamptz NOT NULL,
    PRIMARY KEY (run_id, outlet_key, channel)
);
CREATE INDEX channel_read_channel ON ops.channel_read (outlet_key, channel, read_at);
COMMENT ON TABLE ops.channel_read IS 'How each feed, sitemap or listing was read in each run.';
COMMENT ON COLUMN ops.channel_read.run_id IS 'The run.';
COMMENT ON COLUMN ops.channel_read.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.channel_read.channel IS 'Name of the channel in the catalogue, or of a sitemap that robots.txt names.';
COMMENT ON COLUMN ops.channel_read.certainty IS 'How it is known: seen on the site, listed in a source, or guessed (then its failure is no alarm).';
COMMENT ON COLUMN ops.channel_read.status IS 'ok, failed or cut_short.';
COMMENT ON COLUMN ops.channel_read.items IS 'Different articles that the whole walk announced.';
COMMENT ON COLUMN ops.channel_read.ending IS 'Where the walk ended: single (one page), known (only articles known before), declared (the last page), cap (the catalogue''s limit of pages), cut_short or error.';
COMMENT ON COLUMN ops.channel_read.cause IS 'Why a page of it was not read: robots (robots.txt forbids it), robots_unreachable (robots.txt has no usable answer, so nothing may be asked), no_answer, offsite (it leads to a host that is not the paper''s), redirect_loop, http_error, truncated (it came without its end), unreadable (its bytes could not be read), asked_to_wait (the site asks to be left alone for a while: 429 or 503 with Retry-After), crawl_delay (robots.txt asks for a longer delay than is kept); null where each page was read.';
COMMENT ON COLUMN ops.channel_read.reason IS 'Why it failed or was cut short.';
COMMENT ON COLUMN ops.channel_read.read_at IS 'When.';

CREATE TABLE ops.url_channel (
    url_key       bigint NOT NULL,
    outlet_key    text NOT NULL,
    channel       text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    hint          text,
    published_at  timestamptz,
    description   text,
    PRIMARY KEY (url_key, channel)
);
COMMENT ON TABLE ops.url_channel IS 'Which channel announced which address.';
COMMENT ON COLUMN ops.url_channel.url_key IS 'The address.';
COMMENT ON COLUMN ops.url_channel.outlet_key IS 'The newspaper of the channel.';
COMMENT ON COLUMN ops.url_channel.channel IS 'Name of the channel.';
COMMENT ON COLUMN ops.url_channel.first_seen_at IS 'When it first did.';
COMMENT ON COLUMN ops.url_channel.hint IS 'Title that the channel gave at first, or null.';
COMMENT ON COLUMN ops.url_channel.published_at IS 'When it was published, as the channel said at first; null where it said nothing.';
COMMENT ON COLUMN ops.url_channel.description IS 'What else the channel said of it at first: the start of it, without markup; null where it said nothing.';

CREATE TABLE ops.announcement (
    run_id     text   NOT NULL REFERENCES ops.run,
    outlet_key text   NOT NULL REFERENCES news.outlet,
    url_key    bigint NOT NULL,
    article_id bigint NOT NULL,
    channels   text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (run_id, url_key)
);
CREATE INDEX announcement_outlet ON ops.announcement (outlet_key, run_id);
COMMENT ON TABLE ops.announcement IS 'Which article addresses the channels named in which run: what a night is measured against.';
COMMENT ON COLUMN ops.announcement.run_id IS 'The run.';
COMMENT ON COLUMN ops.announcement.outlet_key IS 'The newspaper whose channel named it.';
COMMENT ON COLUMN ops.announcement.url_key IS 'Key of the address in normal form; see ops.url.';
COMMENT ON COLUMN ops.announcement.article_id IS 'The article that the address names, loaded or not.';
COMMENT ON COLUMN ops.announcement.channels IS 'The channels that named it in this run, in alphabetical order.';

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
COMMENT ON COLUMN ops.refusal.reason IS 'robots (robots.txt forbids it), robots_unreachable (robots.txt has no usable answer), offsite (it leads to a host that is not the paper''s), limit (the crawl''s own), trial (the paper is on trial: left for the next night), redirect_loop, site_down (not asked: the site failed many times in a row), lock_lost, asked_to_wait (not asked: the site wants to be left alone for a while), crawl_delay (not asked: robots.txt asks for a longer delay than is kept), disk_full (not kept: the archive could not be written), or failed (no answer).';
COMMENT ON COLUMN ops.refusal.at IS 'When.';
