-- Administrative units: the official codes, and what was valid when.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE SCHEMA news;
COMMENT ON SCHEMA news IS 'What the provincial press published: for analysts.';
CREATE SCHEMA ops;
COMMENT ON SCHEMA ops IS 'What the machinery did and keeps in mind: for operators.';

CREATE TABLE news.unit (
    code  text      NOT NULL,
    level text      NOT NULL CHECK (level IN ('province', 'former_province')),
    name  text      NOT NULL,
    kind  text      NOT NULL,
    valid daterange NOT NULL,
    PRIMARY KEY (code, level, valid WITHOUT OVERLAPS)
);
COMMENT ON TABLE news.unit IS 'Administrative units of Việt Nam, each with the days on which it existed.';
COMMENT ON COLUMN news.unit.code IS 'Official code of the General Statistics Office; a former province may share its code with a present one.';
COMMENT ON COLUMN news.unit.level IS 'province (since 2025-07-01) or former_province (before).';
COMMENT ON COLUMN news.unit.name IS 'Name with its rank, as the state prints it: Tỉnh An Giang.';
COMMENT ON COLUMN news.unit.kind IS 'Rank: tỉnh or thành phố trung ương.';
COMMENT ON COLUMN news.unit.valid IS 'Days on which the unit existed; a province''s begins on 2025-07-01, a former province''s ends there; an open side is unknown or not over.';

CREATE TABLE news.unit_successor (
    old_code text NOT NULL,
    new_code text NOT NULL,
    PRIMARY KEY (old_code, new_code)
);
COMMENT ON TABLE news.unit_successor IS 'Which present province a former province became part of on 2025-07-01.';
COMMENT ON COLUMN news.unit_successor.old_code IS 'Code of the former province.';
COMMENT ON COLUMN news.unit_successor.new_code IS 'Code of the present province.';
