CREATE MATERIALIZED VIEW news.cited_document AS
SELECT c.kind, c.number_key, c.province_code, count(*) AS articles, count(DISTINCT c.outlet_key) AS outlets,
    (array_agg(c.article_id ORDER BY c.published_at, c.article_id))[1] AS first_article_id, min(c.published_at) AS first_at,
    -- No other paper's article can have been published before the first one was at the latest.
    count(*) FILTER (WHERE c.outlet_key <> c.first_outlet_key AND (c.published_at < c.first_latest) IS NOT FALSE) = 0
        AS is_first_certain
FROM (
    SELECT n.*, first_value(n.outlet_key) OVER in_time AS first_outlet_key, first_value(n.latest) OVER in_time AS first_latest
    FROM (
        SELECT r.kind, r.number_key, a.outlet_key, a.article_id, a.published_at,
            a.published_at + CASE a.published_precision
                WHEN 'day' THEN interval '1 day' WHEN 'minute' THEN interval '1 minute' ELSE interval '1 second' END AS latest,
            -- Each province counts its own documents from 1.
            CASE WHEN r.issuer_code IN ('TU', 'UBND', 'HĐND') THEN a.province_code ELSE '' END AS province_code
        FROM news.document_reference AS r JOIN news.article_record AS a USING (article_id)
        WHERE r.number_key IS NOT NULL
    ) AS n
    WINDOW in_time AS (PARTITION BY n.kind, n.number_key, n.province_code ORDER BY n.published_at, n.article_id)
) AS c
GROUP BY c.kind, c.number_key, c.province_code;
CREATE UNIQUE INDEX cited_document_key ON news.cited_document (kind, number_key, province_code);
CREATE INDEX cited_document_articles ON news.cited_document (articles DESC);
COMMENT ON MATERIALIZED VIEW news.cited_document IS 'Documents that articles cite by number: how often, and where first. A summary of document_reference, as of the last night.';
COMMENT ON COLUMN news.cited_document.kind IS 'Chỉ thị, Nghị quyết, Quyết định, Luật …';
COMMENT ON COLUMN news.cited_document.number_key IS 'Its number in one form, as in document_reference.';
COMMENT ON COLUMN news.cited_document.province_code IS 'Province of the citing papers where the number''s sign is that of a province (TU, UBND, HĐND): each has its own 12-NQ/TU; else empty.';
COMMENT ON COLUMN news.cited_document.articles IS 'Articles that cite it.';
COMMENT ON COLUMN news.cited_document.outlets IS 'Newspapers among them.';
COMMENT ON COLUMN news.cited_document.first_article_id IS 'The article that cited it first, of those that are here (see is_first_certain); taken down since the last night it is nowhere else.';
COMMENT ON COLUMN news.cited_document.first_at IS 'When that was published; null where no article that cites it is dated.';
COMMENT ON COLUMN news.cited_document.is_first_certain IS 'True where the dates say that the first newspaper was first. False where another''s article bears the same moment, or a day or no date that leaves it open.';
