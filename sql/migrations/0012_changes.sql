-- depends: 0011_search
-- What changed after publication, and between which two captures: a page is only seen when it is fetched.
ALTER TABLE news.article_revision ADD COLUMN modified_at timestamptz;
COMMENT ON COLUMN news.article_revision.modified_at IS 'Last change that the page declared when a past revision was last seen; null where it declared none, and for the present one (it is in article).';

-- What an older version loaded has no modified_at of past revisions: their files are loaded anew.
UPDATE ops.warc_file AS w SET loaded_at = NULL
FROM ops.capture AS c JOIN ops.reading AS r USING (record_id, fetched_at)
WHERE c.warc_id = w.warc_id
    AND EXISTS (SELECT FROM news.article_revision AS v WHERE v.article_id = r.article_id AND v.revision > 1);

CREATE OR REPLACE VIEW news.article_version AS
SELECT r.article_id, r.revision, p.is_present, r.first_seen_at, r.changed,
    CASE WHEN p.is_present THEN a.headline ELSE r.headline END AS headline,
    CASE WHEN p.is_present THEN a.kicker ELSE r.kicker END AS kicker,
    CASE WHEN p.is_present THEN a.lead ELSE r.lead END AS lead,
    CASE WHEN p.is_present THEN t.body ELSE r.body END AS body,
    CASE WHEN p.is_present
        THEN ARRAY(SELECT i.caption FROM news.article_image AS i WHERE i.article_id = r.article_id ORDER BY i.seq)
        ELSE r.captions END AS captions,
    CASE WHEN p.is_present THEN a.byline_raw ELSE r.byline_raw END AS byline_raw,
    r.record_id,
    CASE WHEN p.is_present THEN a.modified_at ELSE r.modified_at END AS modified_at
FROM news.article_revision AS r
JOIN news.article AS a USING (article_id)
LEFT JOIN news.article_text AS t USING (article_id)
CROSS JOIN LATERAL (SELECT r.revision = a.revision_count AS is_present) AS p;
COMMENT ON COLUMN news.article_version.modified_at IS 'Last change that the page declared when this text was last seen; null where it declared none.';

CREATE VIEW news.revision_span AS
SELECT r.article_id, r.revision, r.first_seen_at,
    (SELECT s.fetched_at FROM ops.reading AS s
     WHERE s.article_id = r.article_id AND s.outcome IN ('article', 'unchanged')
        AND s.fetched_at < coalesce(n.first_seen_at, 'infinity')
     ORDER BY s.fetched_at DESC LIMIT 1) AS last_seen_at,
    n.first_seen_at AS replaced_at
FROM news.article_revision AS r
LEFT JOIN news.article_revision AS n ON n.article_id = r.article_id AND n.revision = r.revision + 1;
COMMENT ON VIEW news.revision_span IS 'When each text of each article was seen: it stood from first_seen_at to last_seen_at for certain, and not from replaced_at on.';
COMMENT ON COLUMN news.revision_span.article_id IS 'The article.';
COMMENT ON COLUMN news.revision_span.revision IS 'From 1, in the order of the captures.';
COMMENT ON COLUMN news.revision_span.first_seen_at IS 'First capture with this text.';
COMMENT ON COLUMN news.revision_span.last_seen_at IS 'Last capture with this text, or the last answer "not modified".';
COMMENT ON COLUMN news.revision_span.replaced_at IS 'First capture with the next text; null for the present one.';

CREATE VIEW news.change AS
SELECT n.article_id, n.revision, a.outlet_key, n.changed, s.last_seen_at AS after, n.first_seen_at AS before,
    NOT coalesce(n.modified_at > coalesce(o.modified_at, '-infinity'), false) AS is_silent,
    o.modified_at AS modified_at_before, n.modified_at AS modified_at_after,
    o.headline AS headline_before, n.headline AS headline_after, a.published_at, a.url, n.record_id
FROM news.article_version AS n
JOIN news.article_version AS o ON o.article_id = n.article_id AND o.revision = n.revision - 1
JOIN news.revision_span AS s ON s.article_id = o.article_id AND s.revision = o.revision
JOIN news.article AS a ON a.article_id = n.article_id;
COMMENT ON VIEW news.change IS 'Every edit of a text after its first capture. It happened later than "after" and not later than "before".';
COMMENT ON COLUMN news.change.article_id IS 'The article.';
COMMENT ON COLUMN news.change.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.change.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.change.changed IS 'What differs: headline, kicker, lead, body, captions, byline.';
COMMENT ON COLUMN news.change.after IS 'Last capture with the old text.';
COMMENT ON COLUMN news.change.before IS 'First capture with the new text.';
COMMENT ON COLUMN news.change.is_silent IS 'True where the page declares no later change than it did with the old text: nobody is told. Some papers never declare any.';
COMMENT ON COLUMN news.change.modified_at_before IS 'Last change that the page declared with the old text, or null.';
COMMENT ON COLUMN news.change.modified_at_after IS 'Last change that the page declares with the new text, or null.';
COMMENT ON COLUMN news.change.headline_before IS 'Headline of the old text.';
COMMENT ON COLUMN news.change.headline_after IS 'Headline of the new text.';
COMMENT ON COLUMN news.change.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.change.url IS 'Present address.';
COMMENT ON COLUMN news.change.record_id IS 'WARC record of the first capture with the new text: the evidence.';

CREATE VIEW news.headline_change AS
SELECT article_id, revision, outlet_key, headline_before, headline_after, after, before, is_silent, published_at, url, record_id
FROM news.change WHERE 'headline' = ANY (changed);
COMMENT ON VIEW news.headline_change IS 'Headlines that were changed after their first capture.';
COMMENT ON COLUMN news.headline_change.article_id IS 'The article.';
COMMENT ON COLUMN news.headline_change.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.headline_change.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.headline_change.headline_before IS 'The old headline.';
COMMENT ON COLUMN news.headline_change.headline_after IS 'The new headline.';
COMMENT ON COLUMN news.headline_change.after IS 'Last capture with the old one.';
COMMENT ON COLUMN news.headline_change.before IS 'First capture with the new one.';
COMMENT ON COLUMN news.headline_change.is_silent IS 'True where the page declares no later change.';
COMMENT ON COLUMN news.headline_change.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.headline_change.url IS 'Present address.';
COMMENT ON COLUMN news.headline_change.record_id IS 'WARC record of the first capture with the new headline: the evidence.';

CREATE VIEW news.silent_edit AS
SELECT article_id, revision, outlet_key, changed, after, before, modified_at_after AS modified_at, headline_after AS headline,
    published_at, url, record_id
FROM news.change WHERE is_silent;
COMMENT ON VIEW news.silent_edit IS 'Texts that changed while the page declares no later change; where modified_at is null it declares none at all.';
COMMENT ON COLUMN news.silent_edit.article_id IS 'The article.';
COMMENT ON COLUMN news.silent_edit.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.silent_edit.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.silent_edit.changed IS 'What differs: headline, kicker, lead, body, captions, byline.';
COMMENT ON COLUMN news.silent_edit.after IS 'Last capture with the old text.';
COMMENT ON COLUMN news.silent_edit.before IS 'First capture with the new text.';
COMMENT ON COLUMN news.silent_edit.modified_at IS 'Last change that the page declares, or null.';
COMMENT ON COLUMN news.silent_edit.headline IS 'Headline of the new text.';
COMMENT ON COLUMN news.silent_edit.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.silent_edit.url IS 'Present address.';
COMMENT ON COLUMN news.silent_edit.record_id IS 'WARC record of the first capture with the new text: the evidence.';

CREATE VIEW news.removal AS
SELECT a.article_id, a.outlet_key, a.headline, a.published_at, s.last_seen_at AS after,
    (SELECT min(r.fetched_at) FROM ops.reading AS r
     WHERE r.article_id = a.article_id AND r.outcome = 'gone' AND r.fetched_at > s.last_seen_at) AS before,
    a.gone_at, a.url
FROM news.article AS a
JOIN news.revision_span AS s ON s.article_id = a.article_id AND s.revision = a.revision_count
WHERE a.gone_at IS NOT NULL;
COMMENT ON VIEW news.removal IS 'Articles that their papers took away. It happened later than "after" and not later than "before".';
COMMENT ON COLUMN news.removal.article_id IS 'The article.';
COMMENT ON COLUMN news.removal.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.removal.headline IS 'Last headline.';
COMMENT ON COLUMN news.removal.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.removal.after IS 'Last capture with the article.';
COMMENT ON COLUMN news.removal.before IS 'First answer that it is gone (404, 410).';
COMMENT ON COLUMN news.removal.gone_at IS 'When the removal was confirmed: such an answer again, at least 24 hours later.';
COMMENT ON COLUMN news.removal.url IS 'Last address.';

-- The longest run of paragraphs that stayed in their order (dynamic programming between the first and the last
-- difference) leaves what was taken out and put in: equal texts among these moved, similar ones were changed.
CREATE FUNCTION news.paragraph_diff(old text[], new text[])
RETURNS TABLE (change text, place_before integer, place_after integer, text_before text, text_after text)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, public
AS $$
DECLARE
    n     integer := cardinality(old);
    m     integer := cardinality(new);
    width integer;
    head  integer := 0;
    best  integer[];
    gone  integer[] := '{}';
    come  integer[] := '{}';
    i     integer;
    j     integer;
    one   record;
BEGIN
    WHILE head < least(n, m) AND old[head + 1] = new[head + 1] LOOP head := head + 1; END LOOP;
    WHILE least(n, m) > head AND old[n] = new[m] LOOP n := n - 1; m := m - 1; END LOOP;
    -- best[(i - head) * width + (j - head) + 1]: longest common run of what lies behind i and j
    width := m - head + 1;
    best := array_fill(0, ARRAY[(n - head + 1) * width]);
    FOR i IN REVERSE n - 1 .. head LOOP
        FOR j IN REVERSE m - 1 .. head LOOP
            best[(i - head) * width + j - head + 1] := CASE WHEN old[i + 1] = new[j + 1]
                THEN best[(i + 1 - head) * width + j + 1 - head + 1] + 1
                ELSE greatest(best[(i + 1 - head) * width + j - head + 1], best[(i - head) * width + j + 1 - head + 1]) END;
        END LOOP;
    END LOOP;
    i := head;
    j := head;
    WHILE i < n OR j < m LOOP
        IF i < n AND j < m AND old[i + 1] = new[j + 1] THEN
            i := i + 1;
            j := j + 1;
        ELSIF j >= m OR i < n AND best[(i + 1 - head) * width + j - head + 1] >= best[(i - head) * width + j + 1 - head + 1] THEN
            i := i + 1;
            gone := gone || i;
        ELSE
            j := j + 1;
            come := come || j;
        END IF;
    END LOOP;
    FOR one IN
        SELECT g, c, similarity(old[g], new[c]) AS likeness FROM unnest(gone) AS g CROSS JOIN unnest(come) AS c
        WHERE old[g] = new[c] OR similarity(old[g], new[c]) >= 0.4
        ORDER BY old[g] = new[c] DESC, 3 DESC, abs(g - c), g, c
    LOOP
        IF one.g = ANY (gone) AND one.c = ANY (come) THEN
            gone := array_remove(gone, one.g);
            come := array_remove(come, one.c);
            RETURN QUERY SELECT CASE WHEN old[one.g] = new[one.c] THEN 'moved' ELSE 'changed' END,
                one.g, one.c, old[one.g], new[one.c];
        END IF;
    END LOOP;
    RETURN QUERY SELECT 'removed', g, NULL::integer, old[g], NULL FROM unnest(gone) AS g;
    RETURN QUERY SELECT 'added', NULL::integer, c, NULL, new[c] FROM unnest(come) AS c;
END
$$;
COMMENT ON FUNCTION news.paragraph_diff(text[], text[]) IS 'What differs between two texts, a row a paragraph: added, removed, moved, or changed (more alike than not).';

CREATE VIEW news.paragraph_change AS
SELECT n.article_id, n.revision, d.change, d.place_before, d.place_after, d.text_before, d.text_after
FROM news.article_version AS n
JOIN news.article_version AS o ON o.article_id = n.article_id AND o.revision = n.revision - 1
CROSS JOIN LATERAL news.paragraph_diff(o.body, n.body) AS d
WHERE 'body' = ANY (n.changed);
COMMENT ON VIEW news.paragraph_change IS 'Paragraphs that an edit added, removed, moved or changed; edits and their times are in news.change. Ask for single articles: each edit is compared anew. Empty for a role that may not read full text.';
COMMENT ON COLUMN news.paragraph_change.article_id IS 'The article.';
COMMENT ON COLUMN news.paragraph_change.revision IS 'The new text, in news.article_version.';
COMMENT ON COLUMN news.paragraph_change.change IS 'added, removed, moved, or changed.';
COMMENT ON COLUMN news.paragraph_change.place_before IS 'Position in the old body, from 1; null where it was added.';
COMMENT ON COLUMN news.paragraph_change.place_after IS 'Position in the new body, from 1; null where it was removed.';
COMMENT ON COLUMN news.paragraph_change.text_before IS 'The paragraph as it was.';
COMMENT ON COLUMN news.paragraph_change.text_after IS 'The paragraph as it is.';

CREATE FUNCTION news.article_as_of(moment timestamptz)
RETURNS TABLE (
    article_id bigint, outlet_key text, revision smallint, headline text, kicker text, lead text, body text[],
    is_gone boolean, is_certain boolean, seen_before timestamptz, seen_after timestamptz, published_at timestamptz, url text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT v.article_id, a.outlet_key, v.revision, v.headline, v.kicker, v.lead, v.body,
        g.is_gone,
        -- The same text was captured at that moment or on both sides of it; once the removal is seen nothing is open.
        g.is_gone OR coalesce(s.first_seen_at <= moment AND s.last_seen_at >= moment, false),
        CASE WHEN s.first_seen_at <= moment THEN least(s.last_seen_at, moment) END,
        CASE WHEN s.last_seen_at >= moment THEN greatest(s.first_seen_at, moment)
            ELSE coalesce(s.replaced_at, r.before) END,
        a.published_at, a.url
    FROM news.article AS a
    JOIN news.revision_span AS s ON s.article_id = a.article_id
        AND (s.replaced_at IS NULL OR s.replaced_at > moment)
        AND (s.first_seen_at <= moment OR s.revision = 1 AND a.published_at <= moment)
    JOIN news.article_version AS v ON v.article_id = s.article_id AND v.revision = s.revision
    LEFT JOIN news.removal AS r ON r.article_id = a.article_id
    CROSS JOIN LATERAL (SELECT coalesce(r.before <= moment, false) AS is_gone) AS g;
END;
COMMENT ON FUNCTION news.article_as_of(timestamptz) IS 'Each article as it stood at a moment, as far as captures tell. is_certain: its text was seen at or before and at or after that moment. Else it was edited or removed between seen_before and seen_after at a time that nobody knows, or not seen since (seen_after is null), or first seen later (seen_before is null).';
