-- needs: internal.fold_text, internal.search_names, internal.search_provinces
CREATE FUNCTION internal.search_outlets(provinces text, outlets text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
    codes text[] := internal.search_provinces(provinces);
    given  text;
    named text[];
    keys  text[];
BEGIN
    FOREACH given IN ARRAY coalesce(internal.search_names(outlets), '{}') LOOP
        named := ARRAY(SELECT o.outlet_key FROM news.outlet AS o
            WHERE o.outlet_key = lower(given) OR internal.fold_text(o.name) = internal.fold_text(given));
        IF named = '{}' THEN
            RAISE invalid_parameter_value USING MESSAGE = format('no newspaper %L', given),
                HINT = format('there are: %s', (SELECT string_agg(o.outlet_key, ', ' ORDER BY o.outlet_key) FROM news.outlet AS o));
        END IF;
        keys := keys || named;
    END LOOP;
    IF codes IS NULL THEN
        RETURN keys;
    END IF;
    RETURN ARRAY(SELECT o.outlet_key FROM news.outlet AS o
        WHERE o.province_code = ANY (codes) AND (keys IS NULL OR o.outlet_key = ANY (keys)));
END
$$;
COMMENT ON FUNCTION internal.search_outlets(text, text) IS 'Keys of the newspapers of some provinces (name or code) and of some names or keys; several between |; null: all. An unknown one is an error that says what there is.';
