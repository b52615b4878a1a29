-- needs: internal.fold_text
CREATE FUNCTION internal.search_outlets(province text, outlet text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
    found text[];
    here  text;
BEGIN
    IF outlet IS NOT NULL THEN
        found := ARRAY(SELECT o.outlet_key FROM news.outlet AS o
            WHERE o.outlet_key = lower(outlet) OR internal.fold_text(o.name) = internal.fold_text(outlet));
        IF found = '{}' THEN
            RAISE invalid_parameter_value USING MESSAGE = format('no newspaper %L', outlet),
                HINT = 'SELECT outlet_key, name FROM news.outlet lists them.';
        END IF;
    END IF;
    IF province IS NULL THEN
        RETURN found;
    END IF;
    SELECT u.code INTO here FROM news.unit AS u
    WHERE u.level = 'province' AND (u.code = province OR internal.fold_text(province)
        IN (internal.fold_text(u.name), regexp_replace(internal.fold_text(u.name), '^(tinh|thanh pho) ', '')));
    IF here IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = format('no province %L', province),
            HINT = coalesce(
                (SELECT format('since 2025-07-01 it is part of %s', string_agg(DISTINCT n.name, ', '))
                 FROM news.unit AS u JOIN news.unit_successor AS s ON s.old_code = u.code
                 JOIN news.unit AS n ON n.code = s.new_code AND n.level = 'province' AND upper_inf(n.valid)
                 WHERE u.level = 'former_province' AND internal.fold_text(province)
                    IN (internal.fold_text(u.name), regexp_replace(internal.fold_text(u.name), '^(tinh|thanh pho) ', ''))),
                'SELECT code, name FROM news.unit WHERE level = ''province'' lists them.');
    END IF;
    RETURN ARRAY(SELECT o.outlet_key FROM news.outlet AS o
        WHERE o.province_code = here AND (found IS NULL OR o.outlet_key = ANY (found)));
END
$$;
COMMENT ON FUNCTION internal.search_outlets(text, text) IS 'Keys of the newspapers of a province (name or code) and of a name or key; null: all. An unknown one is an error that says what there is.';
