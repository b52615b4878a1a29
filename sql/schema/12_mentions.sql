-- What articles mention, found in their text after loading: places, documents, officials.
CREATE TABLE news.article_place (
    article_id  bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
    seq         integer NOT NULL CHECK (seq > 0),
    text        text     NOT NULL,
    level       text     NOT NULL CHECK (level IN ('province', 'ward', 'former_province', 'former_district', 'former_ward')),
    codes       text[]   NOT NULL CHECK (cardinality(codes) > 0),
    stood       boolean,
    today_level text     NOT NULL CHECK (today_level IN ('province', 'ward')),
    today_codes text[]   NOT NULL,
    mentions    integer NOT NULL CHECK (mentions > 0),
    part        text     NOT NULL CHECK (part IN ('headline', 'kicker', 'lead', 'body', 'caption')),
    part_seq    integer NOT NULL CHECK (part_seq > 0),
    PRIMARY KEY (article_id, seq)
);
CREATE INDEX article_place_codes ON news.article_place USING gin (codes);
CREATE INDEX article_place_today ON news.article_place USING gin (today_codes);
COMMENT ON TABLE news.article_place IS 'Places that an article names, each once: as sets of official units, since a name can be that of several.';
COMMENT ON COLUMN news.article_place.article_id IS 'The article.';
COMMENT ON COLUMN news.article_place.seq IS 'Order of the first mention, from 1.';
COMMENT ON COLUMN news.article_place.text IS 'As first printed: xã Mỹ Đức.';
COMMENT ON COLUMN news.article_place.level IS 'Level of the units that the text names; see news.unit.';
COMMENT ON COLUMN news.article_place.codes IS 'Codes of these units; more than one where the text does not say which.';
COMMENT ON COLUMN news.article_place.stood IS 'Whether units of this level existed on the article''s day (a former district in a text of 2026 did not); null where its day is unknown.';
COMMENT ON COLUMN news.article_place.today_level IS 'Level of today_codes: province or ward.';
COMMENT ON COLUMN news.article_place.today_codes IS 'Units of today into which these went; for a former district all wards of today that hold a part of it; empty where the official list names no heir (28 wards).';
COMMENT ON COLUMN news.article_place.mentions IS 'How often the article names it.';
COMMENT ON COLUMN news.article_place.part IS 'Where first: headline, kicker, lead, body or caption.';
COMMENT ON COLUMN news.article_place.part_seq IS 'Number of that block or picture; 1 elsewhere.';

CREATE TABLE news.document_reference (
    article_id  bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
    seq         integer NOT NULL CHECK (seq > 0),
    kind        text     NOT NULL,
    number      text,
    number_key  text,
    issuer      text,
    issuer_code text,
    issued_on   date,
    issued_year smallint,
    title       text,
    draft       boolean  NOT NULL,
    text        text     NOT NULL,
    mentions    integer NOT NULL CHECK (mentions > 0),
    part        text     NOT NULL CHECK (part IN ('headline', 'kicker', 'lead', 'body', 'caption')),
    part_seq    integer NOT NULL CHECK (part_seq > 0),
    PRIMARY KEY (article_id, seq),
    CHECK ((number IS NULL) = (number_key IS NULL)),
    CHECK (issued_on IS NULL OR issued_year = extract(year FROM issued_on))
);
CREATE INDEX document_reference_number ON news.document_reference (number_key, kind);
CREATE INDEX document_reference_title ON news.document_reference (kind, title) WHERE number_key IS NULL;
COMMENT ON TABLE news.document_reference IS 'Documents of party and state that an article cites, each once: directives, resolutions, decisions, decrees, laws …';
COMMENT ON COLUMN news.document_reference.article_id IS 'The article.';
COMMENT ON COLUMN news.document_reference.seq IS 'Order of the first citation, from 1.';
COMMENT ON COLUMN news.document_reference.kind IS 'Chỉ thị, Nghị quyết, Quyết định, Luật …';
COMMENT ON COLUMN news.document_reference.number IS 'Number as printed: 06-CT/TU, 16/2021/NQ-HĐND, 18; null where the text gives none.';
COMMENT ON COLUMN news.document_reference.number_key IS 'Number in one form (no spaces, plain hyphens), for comparing.';
COMMENT ON COLUMN news.document_reference.issuer IS 'Who issued it, as printed; null where the text does not say.';
COMMENT ON COLUMN news.document_reference.issuer_code IS 'What the number''s sign says of the issuer: TU, UBND, CP, QH15; null without a sign.';
COMMENT ON COLUMN news.document_reference.issued_on IS 'Its day where the text gives one with its year.';
COMMENT ON COLUMN news.document_reference.issued_year IS 'Its year: of the day, the number, or beside a law''s name.';
COMMENT ON COLUMN news.document_reference.title IS 'Name of a law, congress or plenum, or what stands in quotation marks behind the number.';
COMMENT ON COLUMN news.document_reference.draft IS 'True where the text calls it a draft.';
COMMENT ON COLUMN news.document_reference.text IS 'As first printed, with its details.';
COMMENT ON COLUMN news.document_reference.mentions IS 'How often the article cites it.';
COMMENT ON COLUMN news.document_reference.part IS 'Where first: headline, kicker, lead, body or caption.';
COMMENT ON COLUMN news.document_reference.part_seq IS 'Number of that block or picture; 1 elsewhere.';

CREATE TABLE news.official_mention (
    article_id bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
    seq        integer NOT NULL CHECK (seq > 0),
    name       text     NOT NULL,
    name_key   text     NOT NULL,
    office     text     NOT NULL,
    organ      text,
    kind       text     NOT NULL CHECK (kind IN ('party', 'state', 'front', 'army', 'court')),
    former     text,
    honorific  text,
    text       text     NOT NULL,
    mentions   integer NOT NULL CHECK (mentions > 0),
    part       text     NOT NULL CHECK (part IN ('headline', 'kicker', 'lead', 'body', 'caption')),
    part_seq   integer NOT NULL CHECK (part_seq > 0),
    PRIMARY KEY (article_id, seq)
);
CREATE INDEX official_mention_name ON news.official_mention (name_key);
COMMENT ON TABLE news.official_mention IS 'Officials whom an article names with an office, one row an office: of party, state and its institutions, front and mass organisations, armed forces and courts; heads of companies are left out.';
COMMENT ON COLUMN news.official_mention.article_id IS 'The article.';
COMMENT ON COLUMN news.official_mention.seq IS 'Order of the first mention, from 1.';
COMMENT ON COLUMN news.official_mention.name IS 'Name as printed.';
COMMENT ON COLUMN news.official_mention.name_key IS 'Name in lower case, tone marks in one place (hòa), for comparing; two people can share it.';
COMMENT ON COLUMN news.official_mention.office IS 'Office as printed: Phó Bí thư Thường trực.';
COMMENT ON COLUMN news.official_mention.organ IS 'Organ as printed: Tỉnh ủy; null where none is. Office and organ in this order are the words of the text.';
COMMENT ON COLUMN news.official_mention.kind IS 'party, state, front (with mass organisations and churches), army (with police) or court (with procuracy).';
COMMENT ON COLUMN news.official_mention.former IS 'nguyên, cựu or cố where the text says that the office is past; else null.';
COMMENT ON COLUMN news.official_mention.honorific IS 'Form of address, rank or degree before the name: đồng chí, Đại tá, PGS.TS.';
COMMENT ON COLUMN news.official_mention.text IS 'As first printed, from office to name or from name to office.';
COMMENT ON COLUMN news.official_mention.mentions IS 'How often the article says so.';
COMMENT ON COLUMN news.official_mention.part IS 'Where first: headline, kicker, lead, body or caption.';
COMMENT ON COLUMN news.official_mention.part_seq IS 'Number of that block or picture; 1 elsewhere.';

CREATE TABLE ops.article_enrichment (
    article_id bigint PRIMARY KEY REFERENCES news.article_record ON DELETE CASCADE,
    inputs     text NOT NULL,
    build      text NOT NULL
);
CREATE INDEX article_enrichment_build ON ops.article_enrichment (build);
COMMENT ON TABLE ops.article_enrichment IS 'From which text, and by which build of the readers, an article''s mentions were found: what is equal is not read again.';
COMMENT ON COLUMN ops.article_enrichment.article_id IS 'The article.';
COMMENT ON COLUMN ops.article_enrichment.inputs IS 'Its text_hash, day and province, as they were read.';
COMMENT ON COLUMN ops.article_enrichment.build IS 'Digest of the readers'' sources and lists.';
