CREATE VIEW news.unit_last AS
SELECT u.code, u.level, u.name, u.kind, u.parent_level, u.parent_code
FROM news.unit AS u
WHERE upper_inf(u.valid)
    OR NOT EXISTS (SELECT FROM news.unit AS later WHERE later.code = u.code AND later.level = u.level AND later.valid >> u.valid);
COMMENT ON VIEW news.unit_last IS 'Each administrative unit once, with its last name and rank: join this one where the day does not matter.';
COMMENT ON COLUMN news.unit_last.code IS 'Official code; units of two levels may share one.';
COMMENT ON COLUMN news.unit_last.level IS 'As in news.unit.';
COMMENT ON COLUMN news.unit_last.name IS 'Last name with its rank: of a unit of today its name today.';
COMMENT ON COLUMN news.unit_last.kind IS 'Last rank.';
COMMENT ON COLUMN news.unit_last.parent_level IS 'Level of the unit above; null for provinces.';
COMMENT ON COLUMN news.unit_last.parent_code IS 'Code of the unit above.';
