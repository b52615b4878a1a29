-- depends: 0012_changes
-- Full text belongs to the papers: who may read it is a right of its own (sql/roles.sql). Views work with their owner's
-- rights, so those that show bodies ask for the reader's.
CREATE FUNCTION news.may_read_text() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN has_table_privilege('news.article_text', 'SELECT');
COMMENT ON FUNCTION news.may_read_text() IS 'Whether your role may read full text. If not, body is null in news.articles and news.article_version, and article_block and paragraph_change are empty; headline, lead, captions and the snippets of news.search are for all.';

CREATE OR REPLACE VIEW news.article_block AS
SELECT t.article_id, b.seq::integer AS seq, b.kind, b.text
FROM news.article_text AS t
CROSS JOIN LATERAL unnest(t.block_kinds, t.body) WITH ORDINALITY AS b (kind, text, seq)
WHERE (SELECT news.may_read_text());
COMMENT ON VIEW news.article_block IS 'Body of each article, one row a block; empty for a role that may not read full text.';

CREATE OR REPLACE VIEW news.articles AS
SELECT
    a.article_id, a.outlet_key, o.name AS outlet, p.name AS province, f.name AS former_province,
    a.published_on, a.published_at, a.headline, a.kicker, a.lead,
    CASE WHEN (SELECT news.may_read_text()) THEN array_to_string(t.body, E'\n\n') END AS body,
    a.section_path[1] AS section, a.tags,
    (SELECT string_agg(b.name, ', ' ORDER BY b.seq) FROM news.article_byline AS b WHERE b.article_id = a.article_id) AS authors,
    a.source_agency, a.kind, a.language, a.word_count, a.image_count, a.revision_count, a.modified_at, a.first_seen_at,
    a.gone_at, a.url
FROM news.article AS a
JOIN news.outlet AS o USING (outlet_key)
LEFT JOIN news.article_text AS t USING (article_id)
LEFT JOIN news.unit AS p ON p.code = a.province_code AND p.level = 'province' AND upper_inf(p.valid)
LEFT JOIN news.unit AS f ON f.code = a.former_province_code AND f.level = 'former_province';
COMMENT ON COLUMN news.articles.body IS 'Body, blocks parted by an empty line; null for a role that may not read full text.';

CREATE OR REPLACE VIEW news.article_version AS
SELECT r.article_id, r.revision, p.is_present, r.first_seen_at, r.changed,
    CASE WHEN p.is_present THEN a.headline ELSE r.headline END AS headline,
    CASE WHEN p.is_present THEN a.kicker ELSE r.kicker END AS kicker,
    CASE WHEN p.is_present THEN a.lead ELSE r.lead END AS lead,
    CASE WHEN NOT (SELECT news.may_read_text()) THEN NULL WHEN p.is_present THEN t.body ELSE r.body END AS body,
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
COMMENT ON COLUMN news.article_version.body IS 'Text of each block in reading order; null for a role that may not read full text.';
