-- depends: 0002_outlets
CREATE TABLE ops.parser_build (
    parser_build_id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    build           text NOT NULL UNIQUE,
    first_used_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE ops.parser_build IS 'Every version of the parsers whose readings were loaded.';
COMMENT ON COLUMN ops.parser_build.parser_build_id IS 'Short number of the build.';
COMMENT ON COLUMN ops.parser_build.build IS 'Digest of the parsers'' sources, as in the name of the readings folder.';
COMMENT ON COLUMN ops.parser_build.first_used_at IS 'When its first readings were loaded.';

CREATE TABLE news.article (
    article_id           bigint PRIMARY KEY,
    id_space             text NOT NULL REFERENCES ops.id_space,
    native_id            text NOT NULL,
    outlet_key           text NOT NULL REFERENCES news.outlet,
    url                  text NOT NULL,
    kind                 text NOT NULL,
    language             text NOT NULL,
    headline             text,
    kicker               text,
    lead                 text,
    byline_raw           text,
    section_path         text[] NOT NULL,
    tags                 text[] NOT NULL,
    published_at         timestamptz,
    published_precision  text CHECK (published_precision IN ('second', 'minute', 'day')),
    published_on         date,
    modified_at          timestamptz,
    province_code        text NOT NULL,
    former_province_code text,
    word_count           integer NOT NULL,
    image_count          integer NOT NULL,
    source_agency        text,
    source_credit        text,
    robots_meta          text,
    revision_count       smallint NOT NULL CHECK (revision_count > 0),
    first_seen_at        timestamptz NOT NULL,
    gone_at              timestamptz,
    extraction           text NOT NULL CHECK (extraction IN ('family', 'generic')),
    parser_build_id      smallint NOT NULL REFERENCES ops.parser_build,
    problem_count        integer NOT NULL,
    text_hash            text NOT NULL,
    attr_hash            text NOT NULL,
    UNIQUE (id_space, native_id)
);
CREATE INDEX article_outlet_published ON news.article (outlet_key, published_at DESC);
CREATE INDEX article_published_on ON news.article (published_on);
CREATE INDEX article_province_published ON news.article (province_code, published_on);
CREATE INDEX article_tags ON news.article USING gin (tags);
COMMENT ON TABLE news.article IS 'One row an article, as its newest capture reads; its text is in article_text.';
COMMENT ON COLUMN news.article.article_id IS '63 bits of sha256(id_space, native_id): the same in every rebuilt database.';
COMMENT ON COLUMN news.article.id_space IS 'Numbering system of the paper''s CMS.';
COMMENT ON COLUMN news.article.native_id IS 'The paper''s own number (or path) of the article.';
COMMENT ON COLUMN news.article.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.article.url IS 'Present address in normal form; all addresses are in article_url.';
COMMENT ON COLUMN news.article.kind IS 'news, photo, video, infographic or notice.';
COMMENT ON COLUMN news.article.language IS 'Language of the edition: vi, en, km, zh …';
COMMENT ON COLUMN news.article.headline IS 'Headline; null where none was found.';
COMMENT ON COLUMN news.article.kicker IS 'Line above the headline, or null.';
COMMENT ON COLUMN news.article.lead IS 'Lead (sapo) without the paper''s mark; null where the page marks none.';
COMMENT ON COLUMN news.article.byline_raw IS 'Byline as printed; taken apart in article_byline. Null also where it names a person who asked to be left out.';
COMMENT ON COLUMN news.article.section_path IS 'Breadcrumb in the paper''s words, from the top.';
COMMENT ON COLUMN news.article.tags IS 'The article''s own tags.';
COMMENT ON COLUMN news.article.published_at IS 'When it was published, as the page says; null where unknown. See published_precision.';
COMMENT ON COLUMN news.article.published_precision IS 'How exact published_at is: second, minute or day (then the hour means nothing).';
COMMENT ON COLUMN news.article.published_on IS 'Day of publication in Việt Nam (Asia/Ho_Chi_Minh).';
COMMENT ON COLUMN news.article.modified_at IS 'Last change the page itself declares; never filled from published_at.';
COMMENT ON COLUMN news.article.province_code IS 'Present province of the paper.';
COMMENT ON COLUMN news.article.former_province_code IS 'Province before 2025-07-01 where it is known, else null.';
COMMENT ON COLUMN news.article.word_count IS 'Space-separated syllables of lead and body.';
COMMENT ON COLUMN news.article.image_count IS 'Pictures of the article.';
COMMENT ON COLUMN news.article.source_agency IS 'Agency or paper the text was taken from (TTXVN), or null.';
COMMENT ON COLUMN news.article.source_credit IS 'The words that say so: Theo TTXVN.';
COMMENT ON COLUMN news.article.robots_meta IS 'noindex, noarchive … as the page or its header says.';
COMMENT ON COLUMN news.article.revision_count IS 'Different texts seen so far; see article_revision.';
COMMENT ON COLUMN news.article.first_seen_at IS 'When it was first fetched.';
COMMENT ON COLUMN news.article.gone_at IS 'When its removal was confirmed: 404/410 twice, at least 24 hours apart; null while it is there.';
COMMENT ON COLUMN news.article.extraction IS 'family: read by rules of its CMS; generic: by rules for any site.';
COMMENT ON COLUMN news.article.parser_build_id IS 'Build that last changed this row.';
COMMENT ON COLUMN news.article.problem_count IS 'Fields with something wrong or missing; see ops.problem.';
COMMENT ON COLUMN news.article.text_hash IS 'Hash of headline, kicker, lead, blocks, captions and raw byline.';
COMMENT ON COLUMN news.article.attr_hash IS 'Hash of the rest.';

CREATE TABLE news.article_text (
    article_id  bigint PRIMARY KEY REFERENCES news.article ON DELETE CASCADE,
    block_kinds text[] NOT NULL,
    body        text[] NOT NULL,
    CHECK (cardinality(block_kinds) = cardinality(body))
);
COMMENT ON TABLE news.article_text IS 'Body of each article as two arrays of equal length; article_block shows them as rows.';
COMMENT ON COLUMN news.article_text.article_id IS 'The article.';
COMMENT ON COLUMN news.article_text.block_kinds IS 'Kind of each block: paragraph, subhead, quote, list_item, table.';
COMMENT ON COLUMN news.article_text.body IS 'Text of each block in reading order.';

CREATE VIEW news.article_block AS
SELECT t.article_id, b.seq::integer AS seq, b.kind, b.text
FROM news.article_text AS t
CROSS JOIN LATERAL unnest(t.block_kinds, t.body) WITH ORDINALITY AS b (kind, text, seq);
COMMENT ON VIEW news.article_block IS 'Body of each article, one row a block.';
COMMENT ON COLUMN news.article_block.article_id IS 'The article.';
COMMENT ON COLUMN news.article_block.seq IS 'Position in the article, from 1.';
COMMENT ON COLUMN news.article_block.kind IS 'paragraph, subhead, quote, list_item or table (one row of it).';
COMMENT ON COLUMN news.article_block.text IS 'Text of the block.';

CREATE TABLE news.article_revision (
    article_id    bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    revision      smallint NOT NULL CHECK (revision > 0),
    first_seen_at timestamptz NOT NULL,
    text_hash     text NOT NULL,
    changed       text[] NOT NULL,
    headline      text,
    kicker        text,
    lead          text,
    body          text[],
    captions      text[],
    byline_raw    text,
    record_id     uuid NOT NULL,
    PRIMARY KEY (article_id, revision)
);
COMMENT ON TABLE news.article_revision IS 'Every text an article has had: a run of equal text over its captures, all read by one build.';
COMMENT ON COLUMN news.article_revision.article_id IS 'The article.';
COMMENT ON COLUMN news.article_revision.revision IS 'From 1, in the order of the captures.';
COMMENT ON COLUMN news.article_revision.first_seen_at IS 'First capture of this text; the edit lies between the capture before and this one.';
COMMENT ON COLUMN news.article_revision.text_hash IS 'Hash of this text.';
COMMENT ON COLUMN news.article_revision.changed IS 'What differs from the revision before: headline, kicker, lead, body, captions, byline; empty for the first.';
COMMENT ON COLUMN news.article_revision.headline IS 'Headline of a past revision; null for the present one (it is in article).';
COMMENT ON COLUMN news.article_revision.kicker IS 'Kicker of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.lead IS 'Lead of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.body IS 'Blocks of a past revision; null for the present one (they are in article_text).';
COMMENT ON COLUMN news.article_revision.captions IS 'Captions of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.byline_raw IS 'Byline of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.record_id IS 'WARC record of the first capture with this text: the evidence.';

CREATE TABLE news.article_url (
    url_key       bigint PRIMARY KEY,
    url           text NOT NULL,
    article_id    bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    first_seen_at timestamptz NOT NULL,
    is_canonical  boolean NOT NULL
);
CREATE INDEX article_url_article ON news.article_url (article_id);
COMMENT ON TABLE news.article_url IS 'Every address under which an article was seen; many to one.';
COMMENT ON COLUMN news.article_url.url_key IS '63 bits of sha256(url).';
COMMENT ON COLUMN news.article_url.url IS 'Address in normal form: https, no www, no trackers.';
COMMENT ON COLUMN news.article_url.article_id IS 'The article.';
COMMENT ON COLUMN news.article_url.first_seen_at IS 'First capture that names this address.';
COMMENT ON COLUMN news.article_url.is_canonical IS 'True for the present address (article.url).';

CREATE TABLE news.article_image (
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    seq        smallint NOT NULL,
    url        text NOT NULL,
    caption    text,
    credit     text,
    PRIMARY KEY (article_id, seq)
);
COMMENT ON TABLE news.article_image IS 'Pictures of each article, in page order.';
COMMENT ON COLUMN news.article_image.article_id IS 'The article.';
COMMENT ON COLUMN news.article_image.seq IS 'Position, from 1.';
COMMENT ON COLUMN news.article_image.url IS 'Absolute address of the picture.';
COMMENT ON COLUMN news.article_image.caption IS 'Caption without the credit, or null.';
COMMENT ON COLUMN news.article_image.credit IS 'Who took it, without the word Ảnh, or null.';

CREATE TABLE news.article_byline (
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    seq        smallint NOT NULL,
    name       text NOT NULL,
    name_key   text NOT NULL,
    roles      text[] NOT NULL,
    raw        text NOT NULL,
    PRIMARY KEY (article_id, seq)
);
CREATE INDEX article_byline_name ON news.article_byline (name_key);
COMMENT ON TABLE news.article_byline IS 'Who signed each article, and for what.';
COMMENT ON COLUMN news.article_byline.article_id IS 'The article.';
COMMENT ON COLUMN news.article_byline.seq IS 'Position, from 1.';
COMMENT ON COLUMN news.article_byline.name IS 'Name; ALL-CAPS pen names in title case.';
COMMENT ON COLUMN news.article_byline.name_key IS 'Name in lower case, for comparing.';
COMMENT ON COLUMN news.article_byline.roles IS 'text, photo, video, graphics, translation, editing, compilation.';
COMMENT ON COLUMN news.article_byline.raw IS 'As printed.';

CREATE TABLE news.coverage (
    outlet_key text NOT NULL REFERENCES news.outlet,
    day        date NOT NULL,
    announced  integer NOT NULL,
    fetched    integer NOT NULL,
    loaded     integer NOT NULL,
    refused    integer NOT NULL,
    failed     integer NOT NULL,
    verdict    text NOT NULL CHECK (verdict IN ('green', 'amber', 'red')),
    PRIMARY KEY (outlet_key, day)
);
COMMENT ON TABLE news.coverage IS 'How complete each day of each newspaper is: the denominator of every count.';
COMMENT ON COLUMN news.coverage.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.coverage.day IS 'Day of the crawl in Việt Nam.';
COMMENT ON COLUMN news.coverage.announced IS 'Articles that feeds, sitemaps and listings named that day.';
COMMENT ON COLUMN news.coverage.fetched IS 'Of these, fetched that day.';
COMMENT ON COLUMN news.coverage.loaded IS 'Of these, in news.article.';
COMMENT ON COLUMN news.coverage.refused IS 'Of these, not asked for or refused: robots.txt, limits, foreign hosts.';
COMMENT ON COLUMN news.coverage.failed IS 'Of these, neither loaded nor refused.';
COMMENT ON COLUMN news.coverage.verdict IS 'green, amber or red: the day''s last check.';

CREATE VIEW news.articles AS
SELECT
    a.article_id, a.outlet_key, o.name AS outlet, p.name AS province, f.name AS former_province,
    a.published_on, a.published_at, a.headline, a.kicker, a.lead,
    array_to_string(t.body, E'\n\n') AS body,
    a.section_path[1] AS section, a.tags,
    (SELECT string_agg(b.name, ', ' ORDER BY b.seq) FROM news.article_byline AS b WHERE b.article_id = a.article_id) AS authors,
    a.source_agency, a.kind, a.language, a.word_count, a.image_count, a.revision_count, a.modified_at, a.first_seen_at,
    a.gone_at, a.url
FROM news.article AS a
JOIN news.outlet AS o USING (outlet_key)
LEFT JOIN news.article_text AS t USING (article_id)
LEFT JOIN news.unit AS p ON p.code = a.province_code AND p.level = 'province' AND upper_inf(p.valid)
LEFT JOIN news.unit AS f ON f.code = a.former_province_code AND f.level = 'former_province';
COMMENT ON VIEW news.articles IS 'Start here: one flat row an article, names joined.';
COMMENT ON COLUMN news.articles.article_id IS 'The article, for joins with the other tables.';
COMMENT ON COLUMN news.articles.outlet_key IS 'Key of the newspaper.';
COMMENT ON COLUMN news.articles.outlet IS 'Name of the newspaper.';
COMMENT ON COLUMN news.articles.province IS 'Present province of the newspaper.';
COMMENT ON COLUMN news.articles.former_province IS 'Province before 2025-07-01 where known.';
COMMENT ON COLUMN news.articles.published_on IS 'Day of publication in Việt Nam.';
COMMENT ON COLUMN news.articles.published_at IS 'Moment of publication; see article.published_precision.';
COMMENT ON COLUMN news.articles.headline IS 'Headline.';
COMMENT ON COLUMN news.articles.kicker IS 'Line above the headline.';
COMMENT ON COLUMN news.articles.lead IS 'Lead (sapo).';
COMMENT ON COLUMN news.articles.body IS 'Body, blocks parted by an empty line.';
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

CREATE VIEW news.article_version AS
SELECT r.article_id, r.revision, p.is_present, r.first_seen_at, r.changed,
    CASE WHEN p.is_present THEN a.headline ELSE r.headline END AS headline,
    CASE WHEN p.is_present THEN a.kicker ELSE r.kicker END AS kicker,
    CASE WHEN p.is_present THEN a.lead ELSE r.lead END AS lead,
    CASE WHEN p.is_present THEN t.body ELSE r.body END AS body,
    CASE WHEN p.is_present
        THEN ARRAY(SELECT i.caption FROM news.article_image AS i WHERE i.article_id = r.article_id ORDER BY i.seq)
        ELSE r.captions END AS captions,
    CASE WHEN p.is_present THEN a.byline_raw ELSE r.byline_raw END AS byline_raw,
    r.record_id
FROM news.article_revision AS r
JOIN news.article AS a USING (article_id)
LEFT JOIN news.article_text AS t USING (article_id)
CROSS JOIN LATERAL (SELECT r.revision = a.revision_count AS is_present) AS p;
COMMENT ON VIEW news.article_version IS 'Every text of every article in full, the present one among them: compare revisions here.';
COMMENT ON COLUMN news.article_version.article_id IS 'The article.';
COMMENT ON COLUMN news.article_version.revision IS 'From 1, in the order of the captures.';
COMMENT ON COLUMN news.article_version.is_present IS 'True for the newest text, which news.articles shows as well.';
COMMENT ON COLUMN news.article_version.first_seen_at IS 'First capture of this text; the edit lies between the capture before and this one.';
COMMENT ON COLUMN news.article_version.changed IS 'What differs from the revision before; empty for the first.';
COMMENT ON COLUMN news.article_version.headline IS 'Headline.';
COMMENT ON COLUMN news.article_version.kicker IS 'Line above the headline, or null.';
COMMENT ON COLUMN news.article_version.lead IS 'Lead (sapo), or null.';
COMMENT ON COLUMN news.article_version.body IS 'Text of each block in reading order.';
COMMENT ON COLUMN news.article_version.captions IS 'Captions in picture order, null where a picture has none.';
COMMENT ON COLUMN news.article_version.byline_raw IS 'Byline as printed, or null.';
COMMENT ON COLUMN news.article_version.record_id IS 'WARC record of the first capture with this text: the evidence.';
