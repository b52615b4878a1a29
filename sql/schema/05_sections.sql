-- Sections in words that all papers share. Rows: sql/seed.
CREATE TABLE news.section_code (
    code       text PRIMARY KEY,
    name       text NOT NULL,
    iptc_topic text CHECK (iptc_topic ~ '^medtop:\d{8}$'),
    meaning    text NOT NULL
);
COMMENT ON TABLE news.section_code IS 'A short list of sections that all papers have under many names.';
COMMENT ON COLUMN news.section_code.code IS 'Short English word: politics, economy …';
COMMENT ON COLUMN news.section_code.name IS 'Its Vietnamese name.';
COMMENT ON COLUMN news.section_code.iptc_topic IS 'The IPTC Media Topic that it is nearest to, or null.';
COMMENT ON COLUMN news.section_code.meaning IS 'What belongs to it.';

CREATE TABLE news.section (
    words text PRIMARY KEY CHECK (words = lower(words)),
    code  text NOT NULL REFERENCES news.section_code
);
CREATE INDEX section_common ON news.section (code);
COMMENT ON TABLE news.section IS 'What the papers call their sections, and the common section that each name means; names that are not listed stay unknown.';
COMMENT ON COLUMN news.section.words IS 'The name as in article_record.section_path, in lower case.';
COMMENT ON COLUMN news.section.code IS 'The common section.';
