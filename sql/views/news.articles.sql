-- needs: news.may_read_text, news.proof
CREATE VIEW news.articles AS
SELECT
    a.article_id, a.outlet_key, o.name AS outlet, p.name AS province, f.name AS former_province,
    a.published_on, a.published_at, a.headline, a.kicker, a.lead,
    CASE WHEN (SELECT news.may_read_text()) THEN array_to_string(t.body, E'\n\n') END AS body,
    a.section_path[1] AS section, a.tags,
    (SELECT string_agg(b.name, ', ' ORDER BY b.seq) FROM news.article_byline AS b WHERE b.article_id = a.article_id) AS authors,
    a.source_agency, a.kind, a.language, a.word_count, a.image_count, a.revision_count, a.modified_at, a.first_seen_at,
    a.gone_at, a.url, proof.state = 'proven' AS is_proven, a.published_precision, a.article_id::text AS article_id_text
FROM news.article_record AS a
JOIN news.outlet AS o USING (outlet_key)
JOIN news.proof AS proof USING (outlet_key)
LEFT JOIN news.article_text AS t USING (article_id)
LEFT JOIN news.unit AS p ON p.code = a.province_code AND p.level = 'province' AND upper_inf(p.valid)
LEFT JOIN news.unit AS f ON f.code = a.former_province_code AND f.level = 'former_province'
    AND upper(f.valid) = DATE '2025-07-01';
COMMENT ON VIEW news.articles IS 'Start here: one flat row an article, names joined.';
COMMENT ON COLUMN news.articles.article_id IS 'The article, for joins with the other tables.';
COMMENT ON COLUMN news.articles.outlet_key IS 'Key of the newspaper.';
COMMENT ON COLUMN news.articles.outlet IS 'Name of the newspaper.';
COMMENT ON COLUMN news.articles.province IS 'Present province of the newspaper.';
COMMENT ON COLUMN news.articles.former_province IS 'Province before 2025-07-01 where known.';
COMMENT ON COLUMN news.articles.published_on IS 'Day of publication in Việt Nam.';
COMMENT ON COLUMN news.articles.published_at IS 'Moment of publication; see published_precision.';
COMMENT ON COLUMN news.articles.headline IS 'Headline.';
COMMENT ON COLUMN news.articles.kicker IS 'Line above the headline.';
COMMENT ON COLUMN news.articles.lead IS 'Lead (sapo).';
COMMENT ON COLUMN news.articles.body IS 'Body, blocks parted by an empty line; null for a role that may not read full text.';
COMMENT ON COLUMN news.articles.section IS 'Top section.';
COMMENT ON COLUMN news.articles.tags IS 'Tags.';
COMMENT ON COLUMN news.articles.authors IS 'Names of the byline in order, with commas.';
COMMENT ON COLUMN news.articles.source_agency IS 'Agency or paper the text was taken from.';
COMMENT ON COLUMN news.articles.kind IS 'news, photo, video, infographic or notice.';
COMMENT ON COLUMN news.articles.language IS 'Language of the edition.';
COMMENT ON COLUMN news.articles.word_count IS 'Syllables of lead and body.';
COMMENT ON COLUMN news.articles.image_count IS 'Pictures.';
COMMENT ON COLUMN news.articles.revision_count IS 'Different texts seen so far.';
COMMENT ON COLUMN news.articles.modified_at IS 'Last change the page declares.';
COMMENT ON COLUMN news.articles.first_seen_at IS 'When it was first fetched.';
COMMENT ON COLUMN news.articles.gone_at IS 'When its removal was confirmed, or null.';
COMMENT ON COLUMN news.articles.url IS 'Present address.';
COMMENT ON COLUMN news.articles.is_proven IS 'True where the paper''s reader is proven (news.proof): its headlines, dates and texts can be relied on. False for a paper on trial.';
COMMENT ON COLUMN news.articles.published_precision IS 'How exact published_at is: second, minute or day (then its hour means nothing, and published_on is what is known); null where there is none.';
COMMENT ON COLUMN news.articles.article_id_text IS 'article_id as text, for what rounds numbers beyond 2^53: spreadsheets, JavaScript, pandas where a column has nulls.';
