-- needs: internal.fold_text, internal.search_names
CREATE FUNCTION internal.search_provinces(provinces text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
    given  text;
    code  text;
    codes text[];
BEGIN
    FOREACH given IN ARRAY coalesce(internal.search_names(provinces), '{}') LOOP
        code := (
            SELECT u.code FROM news.unit AS u
            WHERE u.level = 'province' AND (u.code = given OR internal.fold_text(given)
                IN (internal.fold_text(u.name), regexp_replace(internal.fold_text(u.name), '^(tinh|thanh pho) ', '')))
            LIMIT 1);
        IF code IS NULL THEN
            RAISE invalid_parameter_value USING MESSAGE = format('no province %L', given),
                HINT = coalesce(
                    (SELECT format('since 2025-07-01 it is part of %s', string_agg(DISTINCT n.name, ', '))
                     FROM news.unit AS u JOIN news.unit_successor AS s ON s.old_code = u.code
                     JOIN news.unit AS n ON n.code = s.new_code AND n.level = 'province' AND upper_inf(n.valid)
                     WHERE u.level = 'former_province' AND internal.fold_text(given)
                        IN (internal.fold_text(u.name), regexp_replace(internal.fold_text(u.name), '^(tinh|thanh pho) ', ''))
                     HAVING count(*) > 0),
                    (SELECT format('there are: %s', string_agg(regexp_replace(u.name, '^(Tỉnh|Thành phố) ', ''), ', ' ORDER BY u.code))
                     FROM news.unit AS u WHERE u.level = 'province' AND upper_inf(u.valid)));
        END IF;
        codes := codes || code;
    END LOOP;
    RETURN codes;
END
$$;
COMMENT ON FUNCTION internal.search_provinces(text) IS 'Codes of the provinces named (name or code; several between |); null: all. An unknown one is an error that says what there is.';
