-- Articles: one row each as the newest capture reads, its text beside it, and every text that it has had.
CREATE TABLE ops.parser_build (
    parser_build_id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    build           text NOT NULL UNIQUE,
    first_used_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE ops.parser_build IS 'Every version of the parsers whose readings were loaded.';
COMMENT ON COLUMN ops.parser_build.parser_build_id IS 'Short number of the build.';
COMMENT ON COLUMN ops.parser_build.build IS 'Digest of the parsers'' sources, as in the name of the readings folder.';
COMMENT ON COLUMN ops.parser_build.first_used_at IS 'When its first readings were loaded.';

CREATE TABLE news.article_record (
    article_id           bigint PRIMARY KEY,
    id_space             text NOT NULL REFERENCES ops.numbering,
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
    extraction           text NOT NULL CHECK (extraction IN ('family', 'generic', 'learned')),
    parser_build_id      smallint NOT NULL REFERENCES ops.parser_build,
    problem_count        integer NOT NULL,
    text_hash            text NOT NULL,
    attr_hash            text NOT NULL,
    UNIQUE (id_space, native_id)
);
CREATE INDEX article_record_outlet_published ON news.article_record (outlet_key, published_at DESC);
CREATE INDEX article_record_published_on ON news.article_record (published_on);
CREATE INDEX article_record_province_published ON news.article_record (province_code, published_on);
CREATE INDEX article_record_tags ON news.article_record USING gin (tags);
COMMENT ON TABLE news.article_record IS 'One row an article, as its newest capture reads; its text is in article_text.';
COMMENT ON COLUMN news.article_record.article_id IS '63 bits of sha256(id_space, native_id): the same in every rebuilt database.';
COMMENT ON COLUMN news.article_record.id_space IS 'Numbering system of the paper''s CMS.';
COMMENT ON COLUMN news.article_record.native_id IS 'The paper''s own number (or path) of the article.';
COMMENT ON COLUMN news.article_record.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.article_record.url IS 'Present address in normal form; all addresses are in article_url.';
COMMENT ON COLUMN news.article_record.kind IS 'news, photo, video, infographic or notice.';
COMMENT ON COLUMN news.article_record.language IS 'Language of the edition: vi, en, km, zh …';
COMMENT ON COLUMN news.article_record.headline IS 'Headline; null where none was found.';
COMMENT ON COLUMN news.article_record.kicker IS 'Line above the headline, or null.';
COMMENT ON COLUMN news.article_record.lead IS 'Lead (sapo) without the paper''s mark; null where the page marks none.';
COMMENT ON COLUMN news.article_record.byline_raw IS 'Byline as printed; taken apart in article_byline. Null also where it names a person who asked to be left out.';
COMMENT ON COLUMN news.article_record.section_path IS 'Breadcrumb in the paper''s words, from the top.';
COMMENT ON COLUMN news.article_record.tags IS 'The article''s own tags.';
COMMENT ON COLUMN news.article_record.published_at IS 'When it was published, as the page says; null where unknown. See published_precision.';
COMMENT ON COLUMN news.article_record.published_precision IS 'How exact published_at is: second, minute or day (then the hour means nothing).';
COMMENT ON COLUMN news.article_record.published_on IS 'Day of publication in Việt Nam (Asia/Ho_Chi_Minh).';
COMMENT ON COLUMN news.article_record.modified_at IS 'Last change the page itself declares; never filled from published_at.';
COMMENT ON COLUMN news.article_record.province_code IS 'Present province of the paper.';
COMMENT ON COLUMN news.article_record.former_province_code IS 'Province before 2025-07-01 where it is known, else null.';
COMMENT ON COLUMN news.article_record.word_count IS 'Space-separated syllables of lead and body.';
COMMENT ON COLUMN news.article_record.image_count IS 'Pictures of the article.';
COMMENT ON COLUMN news.article_record.source_agency IS 'Agency or paper the text was taken from (TTXVN), or null.';
COMMENT ON COLUMN news.article_record.source_credit IS 'The words that say so: Theo TTXVN; without a person who asked to be left out.';
COMMENT ON COLUMN news.article_record.robots_meta IS 'noindex, noarchive … as the page or its header says.';
COMMENT ON COLUMN news.article_record.revision_count IS 'Different texts seen so far; see article_revision.';
COMMENT ON COLUMN news.article_record.first_seen_at IS 'When it was first fetched.';
COMMENT ON COLUMN news.article_record.gone_at IS 'When its removal was confirmed: 404/410 twice, at least 24 hours apart; null while it is there.';
COMMENT ON COLUMN news.article_record.extraction IS 'family: read by rules of its CMS; learned: by places learned from the paper''s pages; generic: by rules for any site.';
COMMENT ON COLUMN news.article_record.parser_build_id IS 'Build that last changed this row.';
COMMENT ON COLUMN news.article_record.problem_count IS 'Fields with something wrong or missing; see ops.problem.';
COMMENT ON COLUMN news.article_record.text_hash IS 'Hash of headline, kicker, lead, blocks, captions and raw byline.';
COMMENT ON COLUMN news.article_record.attr_hash IS 'Hash of the rest.';

CREATE TABLE news.article_text (
    article_id  bigint PRIMARY KEY REFERENCES news.article_record ON DELETE CASCADE,
    block_kinds text[] NOT NULL,
    body        text[] NOT NULL,
    CHECK (cardinality(block_kinds) = cardinality(body))
);
COMMENT ON TABLE news.article_text IS 'Body of each article as two arrays of equal length; article_block shows them as rows.';
COMMENT ON COLUMN news.article_text.article_id IS 'The article.';
COMMENT ON COLUMN news.article_text.block_kinds IS 'Kind of each block: paragraph, subhead, quote, list_item, table.';
COMMENT ON COLUMN news.article_text.body IS 'Text of each block in reading order.';

CREATE TABLE news.article_revision (
    article_id    bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
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
    modified_at   timestamptz,
    record_id     uuid NOT NULL,
    PRIMARY KEY (article_id, revision)
);
CREATE INDEX article_revision_edited ON news.article_revision (first_seen_at) WHERE revision > 1;
COMMENT ON TABLE news.article_revision IS 'Every text an article has had: a run of equal text over its captures, all read by one build.';
COMMENT ON COLUMN news.article_revision.article_id IS 'The article.';
COMMENT ON COLUMN news.article_revision.revision IS 'From 1, in the order of the captures.';
COMMENT ON COLUMN news.article_revision.first_seen_at IS 'First capture of this text; the edit lies between the capture before and this one.';
COMMENT ON COLUMN news.article_revision.text_hash IS 'Hash of this text.';
COMMENT ON COLUMN news.article_revision.changed IS 'What differs from the revision before: headline, kicker, lead, body, captions, byline; empty for the first.';
COMMENT ON COLUMN news.article_revision.headline IS 'Headline of a past revision; null for the present one (it is in article_record).';
COMMENT ON COLUMN news.article_revision.kicker IS 'Kicker of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.lead IS 'Lead of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.body IS 'Blocks of a past revision; null for the present one (they are in article_text).';
COMMENT ON COLUMN news.article_revision.captions IS 'Captions of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.byline_raw IS 'Byline of a past revision; null for the present one.';
COMMENT ON COLUMN news.article_revision.record_id IS 'WARC record of the first capture with this text: the evidence.';
COMMENT ON COLUMN news.article_revision.modified_at IS 'Last change that the page declared when a past revision was last seen; null where it declared none, and for the present one (it is in article_record).';

CREATE TABLE news.article_url (
    url_key       bigint PRIMARY KEY,
    url           text NOT NULL,
    article_id    bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
    first_seen_at timestamptz NOT NULL,
    is_canonical  boolean NOT NULL
);
CREATE INDEX article_url_article ON news.article_url (article_id);
COMMENT ON TABLE news.article_url IS 'Every address under which an article was seen; many to one.';
COMMENT ON COLUMN news.article_url.url_key IS '63 bits of sha256(url).';
COMMENT ON COLUMN news.article_url.url IS 'Address in normal form: https, no www, no trackers.';
COMMENT ON COLUMN news.article_url.article_id IS 'The article.';
COMMENT ON COLUMN news.article_url.first_seen_at IS 'First capture that names this address.';
COMMENT ON COLUMN news.article_url.is_canonical IS 'True for the present address (article_record.url).';

CREATE TABLE news.article_image (
    article_id bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
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
COMMENT ON COLUMN news.article_image.credit IS 'Who took it, without the word Ảnh, or null; null also where it names a person who asked to be left out.';

CREATE TABLE news.article_byline (
    article_id bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
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
