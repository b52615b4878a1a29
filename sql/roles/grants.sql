-- What each role may do; applied after every migration and restore. A role that the server lacks is left out:
--   baotinh_loader    the nightly tasks: writes rows, makes no tables (the owner migrates)
--   baotinh_analyst   reads `news` and what the machinery did, but no full text and nothing that names who asked for what
--   baotinh_fulltext  full text as well
-- `analyst` is the login that belongs to the second and, where the operator says so, to the third.
DO $$
DECLARE
    reader    text := 'baotinh_analyst';
    text_role text := 'baotinh_fulltext';
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'baotinh_loader') THEN
        GRANT USAGE ON SCHEMA news, ops, internal TO baotinh_loader;
        GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, MAINTAIN ON ALL TABLES IN SCHEMA news, ops TO baotinh_loader;
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO baotinh_loader', current_database());
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = reader) THEN
        -- A server that was set up before there were these roles has the login alone, and it read everything.
        reader := 'analyst';
        text_role := 'analyst';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = reader) THEN
        RETURN;
    END IF;
    IF reader <> 'analyst' THEN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'analyst') THEN
            REVOKE ALL ON ALL TABLES IN SCHEMA news, ops FROM analyst;
            ALTER DEFAULT PRIVILEGES IN SCHEMA news, ops REVOKE SELECT ON TABLES FROM analyst;
        END IF;
        -- temp_file_limit bounds sorts, not temporary tables: no reader makes any.
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    END IF;
    -- A function of news works with its caller's rights unless it says otherwise, and calls helpers of internal.
    EXECUTE format('GRANT USAGE ON SCHEMA news, ops, internal TO %I', reader);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA news, ops FROM %I', reader);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA news TO %I', reader);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA news GRANT SELECT ON TABLES TO %I', reader);
    EXECUTE format('REVOKE SELECT ON news.article_text, news.article_revision, news.article_search FROM %I', reader);
    EXECUTE format(
        'GRANT SELECT (article_id, revision, first_seen_at, text_hash, changed, headline, kicker, lead, captions,
            byline_raw, modified_at, record_id) ON news.article_revision TO %I', reader);
    -- Not: suppression and quarantine (who asked, why; what a page said), and the passages that a problem quotes.
    EXECUTE format(
        'GRANT SELECT ON ops.announcement, ops.article_channel, ops.article_number, ops.backfill, ops.capture,
            ops.channel_overlap, ops.channel_read, ops.check_result, ops.completeness, ops.crawl, ops.field_health, ops.finding,
            ops.number_step, ops.numbering, ops.parser_build, ops.reading, ops.refusal, ops.run, ops.url, ops.url_channel, ops.warc_file
            TO %I', reader);
    EXECUTE format('GRANT SELECT (record_id, field, code, parser_build_id) ON ops.problem TO %I', reader);
    -- What the operator was told; not to whom.
    EXECUTE format(
        'GRANT SELECT (alert_id, kind, run_id, at, subject, text, delivered_at, tries, last_error) ON ops.alert TO %I', reader);
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = text_role) THEN
        EXECUTE format('GRANT SELECT ON news.article_text, news.article_revision, news.article_search TO %I', text_role);
    END IF;
END
$$;
