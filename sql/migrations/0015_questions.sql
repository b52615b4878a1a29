-- depends: 0014_stories
-- What the questions of docs/questions.md need: places by province of today, the day of an event, and three summaries.
-- A summary is a materialised view: the night refreshes it CONCURRENTLY, which writes only the rows that differ.

CREATE VIEW news.place_province AS
SELECT p.article_id, p.seq, c.province_code, c.is_certain
FROM news.article_place AS p
CROSS JOIN LATERAL (
    SELECT d.province_code, count(*) OVER () = 1 AS is_certain
    FROM (
        SELECT DISTINCT CASE p.today_level WHEN 'province' THEN t.code ELSE u.parent_code END AS province_code
        FROM unnest(p.today_codes) AS t (code)
        LEFT JOIN news.unit AS u ON u.code = t.code AND u.level = 'ward' AND p.today_level = 'ward'
    ) AS d
) AS c;
COMMENT ON VIEW news.place_province IS 'Provinces of today in which the places lie that articles name: the same before and since the mergers of 2025-07-01.';
COMMENT ON COLUMN news.place_province.article_id IS 'The article.';
COMMENT ON COLUMN news.place_province.seq IS 'The place, in news.article_place.';
COMMENT ON COLUMN news.place_province.province_code IS 'Province of today (news.unit, level province).';
COMMENT ON COLUMN news.place_province.is_certain IS 'False where the name can be that of places in several provinces: then it has a row for each.';

CREATE FUNCTION news.event_day(words text, published date) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    printed text[] := regexp_match(words,
        '(?:^|[.!?…] )(?:rạng sáng|sáng|trưa|chiều|tối|đêm|ngày)(?: ngày)? (\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}))?(?!\d)', 'i');
    found   date;
BEGIN
    IF printed IS NULL OR printed[2]::integer NOT BETWEEN 1 AND 12 THEN
        RETURN NULL;
    END IF;
    FOR year IN REVERSE extract(year FROM published)::integer .. extract(year FROM published)::integer - 1 LOOP
        found := make_date(year, printed[2]::integer, 1) + printed[1]::integer - 1;
        -- The day after 30-4 is not 31-4; and a day long past is history, not news.
        IF extract(month FROM found) = printed[2]::integer AND year = coalesce(printed[3]::integer, year)
            AND found BETWEEN published - 30 AND published THEN
            RETURN found;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION news.event_day(text, date) IS 'The day that a text opens a sentence with ("Sáng 20-11, …"), the first one, where it lies in the 30 days before publication; else null.';

CREATE VIEW news.article_event AS
SELECT a.article_id, a.outlet_key, a.published_on, e.happened_on
FROM news.article AS a
JOIN news.article_text AS t USING (article_id)
CROSS JOIN LATERAL (
    SELECT coalesce(news.event_day(a.lead, a.published_on), news.event_day(t.body[1], a.published_on)) AS happened_on
    OFFSET 0 -- once an article, however often a question speaks of the day
) AS e;
COMMENT ON VIEW news.article_event IS 'The day of the event that each article reports, as far as lead or first paragraph begin a sentence with it.';
COMMENT ON COLUMN news.article_event.article_id IS 'The article.';
COMMENT ON COLUMN news.article_event.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.article_event.published_on IS 'Day of publication in Việt Nam.';
COMMENT ON COLUMN news.article_event.happened_on IS 'Day of the event; null where no such day is printed. See news.event_day.';

-- The key of units has their days in it (GiST): a look-up of a code reads a dozen pages there, and two here.
CREATE INDEX unit_code ON news.unit (code, level) INCLUDE (name, parent_code);
CREATE INDEX article_revision_edited ON news.article_revision (first_seen_at) WHERE revision > 1;
CREATE INDEX story_published ON news.story (first_published_at);

CREATE MATERIALIZED VIEW news.cited_document AS
SELECT c.kind, c.number_key, c.province_code, count(*) AS articles, count(DISTINCT c.outlet_key) AS outlets,
    (array_agg(c.article_id ORDER BY c.published_at, c.article_id))[1] AS first_article_id, min(c.published_at) AS first_at
FROM (
    SELECT r.kind, r.number_key, a.outlet_key, a.article_id, a.published_at,
        -- Each province counts its own documents from 1.
        CASE WHEN r.issuer_code IN ('TU', 'UBND', 'HĐND') THEN a.province_code ELSE '' END AS province_code
    FROM news.document_reference AS r JOIN news.article AS a USING (article_id)
    WHERE r.number_key IS NOT NULL
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
COMMENT ON COLUMN news.cited_document.first_article_id IS 'The article that cited it first, of those that are here; taken down since the last night it is nowhere else.';
COMMENT ON COLUMN news.cited_document.first_at IS 'When that was published; null where no article that cites it is dated.';

CREATE MATERIALIZED VIEW news.topic_month AS
SELECT date_trunc('month', a.published_on)::date AS month, n.province_code, s.code AS section,
    count(*) AS articles, count(*) FILTER (WHERE n.is_certain) AS certain
FROM (
    SELECT p.article_id, p.province_code, bool_or(p.is_certain) AS is_certain
    FROM news.place_province AS p GROUP BY p.article_id, p.province_code
) AS n
JOIN news.article AS a USING (article_id)
JOIN news.article_section AS s USING (article_id)
WHERE a.published_on IS NOT NULL
GROUP BY 1, 2, 3;
CREATE UNIQUE INDEX topic_month_key ON news.topic_month (section, province_code, month);
COMMENT ON MATERIALIZED VIEW news.topic_month IS 'Articles by month, common section and province of today of the places that they name. A summary of article_place and article_section, as of the last night.';
COMMENT ON COLUMN news.topic_month.month IS 'First day of the month of publication.';
COMMENT ON COLUMN news.topic_month.province_code IS 'Province of today of a place that the articles name; an article counts once for each such province.';
COMMENT ON COLUMN news.topic_month.section IS 'The common section (news.section_code).';
COMMENT ON COLUMN news.topic_month.articles IS 'Articles that name a place which lies there, or may.';
COMMENT ON COLUMN news.topic_month.certain IS 'Of these, articles with a name that can only be that of a place there.';

CREATE MATERIALIZED VIEW news.ward_month AS
SELECT date_trunc('month', w.published_on)::date AS month, w.ward_code,
    count(*) AS articles, count(*) FILTER (WHERE w.is_certain) AS certain
FROM (
    SELECT p.article_id, a.published_on, c.ward_code, bool_or(cardinality(p.today_codes) = 1) AS is_certain
    FROM news.article_place AS p
    JOIN news.article AS a USING (article_id)
    CROSS JOIN LATERAL unnest(p.today_codes) AS c (ward_code)
    -- A former district went into many wards: who names it names none of them.
    WHERE p.level IN ('ward', 'former_ward') AND a.published_on IS NOT NULL
    GROUP BY p.article_id, a.published_on, c.ward_code
) AS w
GROUP BY 1, 2;
CREATE UNIQUE INDEX ward_month_key ON news.ward_month (ward_code, month);
COMMENT ON MATERIALIZED VIEW news.ward_month IS 'Articles by month and ward of today that they name, former wards as what they became. A summary of article_place, as of the last night.';
COMMENT ON COLUMN news.ward_month.month IS 'First day of the month of publication.';
COMMENT ON COLUMN news.ward_month.ward_code IS 'Ward of today (news.unit, level ward).';
COMMENT ON COLUMN news.ward_month.articles IS 'Articles that name it, or may: names of several wards count for each.';
COMMENT ON COLUMN news.ward_month.certain IS 'Of these, articles that name it and no other.';
