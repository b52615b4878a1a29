-- Administrative units: the official codes, what was valid when, and what became of what ended on 2025-07-01. Rows: sql/seed.
CREATE TABLE news.unit (
    code         text      NOT NULL,
    level        text      NOT NULL CHECK (level IN ('province', 'ward', 'former_province', 'former_district', 'former_ward')),
    name         text      NOT NULL,
    kind         text      NOT NULL,
    valid        daterange NOT NULL CHECK (NOT isempty(valid)),
    is_begin_known boolean NOT NULL,
    parent_code  text,
    parent_level text      GENERATED ALWAYS AS (
        CASE level
            WHEN 'ward' THEN 'province'
            WHEN 'former_ward' THEN 'former_district'
            WHEN 'former_district' THEN 'former_province'
        END) STORED,
    PRIMARY KEY (code, level, valid WITHOUT OVERLAPS),
    CONSTRAINT unit_parent_where_one_is CHECK ((parent_code IS NULL) = (parent_level IS NULL)),
    -- A unit lies within one that existed on all its days.
    CONSTRAINT unit_parent FOREIGN KEY (parent_code, parent_level, PERIOD valid)
        REFERENCES news.unit (code, level, PERIOD valid) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX unit_parent ON news.unit (parent_code, parent_level);
CREATE INDEX unit_name ON news.unit (lower(name));
-- The key of units has their days in it (GiST): a look-up of a code reads a dozen pages there, and two here.
CREATE INDEX unit_code ON news.unit (code, level) INCLUDE (name, parent_code);
COMMENT ON TABLE news.unit IS 'Administrative units of Việt Nam, before and since 2025-07-01, when 63 provinces became 34 and districts ended. A unit has a row for each name and rank that it had, with their days: join with upper_inf(valid) (today) or valid @> DAY, or its rows multiply yours.';
COMMENT ON COLUMN news.unit.code IS 'Official code of the General Statistics Office; units of two days may share one, so name the level with it.';
COMMENT ON COLUMN news.unit.level IS 'province and ward (since 2025-07-01); former_province, former_district and former_ward (before).';
COMMENT ON COLUMN news.unit.name IS 'Name with its rank, as the state prints it: Tỉnh An Giang, Phường Long Xuyên.';
COMMENT ON COLUMN news.unit.kind IS 'Rank: tỉnh, thành phố trung ương; phường, xã, đặc khu, thị trấn; quận, huyện, thị xã, thành phố.';
COMMENT ON COLUMN news.unit.valid IS 'Days on which the unit had this name and rank: today''s begin on 2025-07-01, the former ones end there at the latest; an open side is unknown or not over.';
COMMENT ON COLUMN news.unit.is_begin_known IS 'False where this name or rank began earlier than valid says, on a day that no list tells: valid then begins with the first list that shows it.';
COMMENT ON COLUMN news.unit.parent_code IS 'Code of the unit above: province of a ward, former district of a former ward (the last one), former province of a former district.';
COMMENT ON COLUMN news.unit.parent_level IS 'Level of the unit above; null for provinces.';

CREATE TABLE news.unit_successor (
    old_code text NOT NULL,
    new_code text NOT NULL,
    level    text NOT NULL CHECK (level IN ('province', 'ward')),
    PRIMARY KEY (old_code, new_code)
);
CREATE INDEX unit_successor_new ON news.unit_successor (new_code);
COMMENT ON TABLE news.unit_successor IS 'Which present provinces and wards the former ones became part of on 2025-07-01; a former ward that was divided has several.';
COMMENT ON COLUMN news.unit_successor.old_code IS 'Code of the former province (two digits) or former ward (five).';
COMMENT ON COLUMN news.unit_successor.new_code IS 'Code of the present province or ward.';
COMMENT ON COLUMN news.unit_successor.level IS 'province or ward: the level of new_code; old_code is of the former level.';
