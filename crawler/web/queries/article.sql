-- One article: what its newest capture reads.
SELECT a.article_id::text, a.outlet_key, a.outlet, a.province, a.former_province, a.published_at, r.published_precision,
    a.headline, a.kicker, a.lead, a.section, r.section_path, c.code AS common_section, a.tags, a.authors, r.byline_raw,
    a.source_agency, r.source_credit, a.kind, a.language, a.word_count, a.image_count, a.revision_count, a.modified_at,
    a.first_seen_at, a.gone_at, r.text_hash, r.extraction, r.robots_meta, r.native_id, r.id_space, a.url
FROM news.articles AS a
JOIN news.article_record AS r USING (article_id)
LEFT JOIN news.article_section AS c USING (article_id)
WHERE a.article_id = %(article_id)s
