-- needs: internal.search_author, internal.search_outlets, internal.search_sections
CREATE FUNCTION internal.search_filters(province text, outlet text, since date, until date, section text, author text)
RETURNS internal.search_filter
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
    filters internal.search_filter;
BEGIN
    IF since > until THEN
        RAISE invalid_parameter_value USING MESSAGE = format('the period ends (%s) before it begins (%s)', until, since);
    END IF;
    filters.outlets := internal.search_outlets(province, outlet);
    filters.first_at := since::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    filters.end_at := (until + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh';
    SELECT s.sections, s.other_sections INTO filters.sections, filters.other_sections FROM internal.search_sections(section) AS s;
    filters.author := internal.search_author(author);
    RETURN filters;
END
$$;
COMMENT ON FUNCTION internal.search_filters(text, text, date, date, text, text) IS 'The filters of a search with their names looked up; an unknown name is an error that says what there is.';
