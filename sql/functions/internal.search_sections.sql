-- needs: internal.fold_text, internal.search_names, internal.search_section_codes
CREATE FUNCTION internal.search_sections(named text, OUT sections text[], OUT other_sections text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog
AS $$
DECLARE
    given  text;
    codes text[];
    wordy text[];
BEGIN
    FOREACH given IN ARRAY coalesce(internal.search_names(named), '{}') LOOP
        IF EXISTS (SELECT FROM news.section_code AS c WHERE c.code = lower(given)) THEN
            codes := codes || lower(given);
        ELSIF EXISTS (SELECT FROM news.article_search AS s WHERE s.sections @> ARRAY[internal.fold_text(given)])
            OR EXISTS (SELECT FROM news.section AS c WHERE internal.fold_text(c.words) = internal.fold_text(given)) THEN
            wordy := wordy || internal.fold_text(given);
        ELSE
            RAISE invalid_parameter_value USING MESSAGE = format('no section %L', given),
                HINT = format('A step of a breadcrumb in the paper''s words, or a common section: %s.',
                    (SELECT string_agg(format('%s (%s)', c.code, c.name), ', ' ORDER BY c.code) FROM news.section_code AS c));
        END IF;
    END LOOP;
    IF codes IS NOT NULL AND wordy IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'common sections and the papers'' own words do not mix',
            HINT = 'Give common sections (economy | health) or words of breadcrumbs (Kinh tế | Y tế).';
    END IF;
    IF codes IS NOT NULL THEN
        SELECT coalesce(array_agg(c.step) FILTER (WHERE c.code = ANY (codes)), '{}'), array_agg(c.step) FILTER (WHERE c.code <> ALL (codes))
        INTO sections, other_sections FROM internal.search_section_codes() AS c;
    ELSE
        sections := wordy;
    END IF;
END
$$;
COMMENT ON FUNCTION internal.search_sections(text) IS 'Steps of a breadcrumb that a filter names (a common section''s code, or the papers'' words; several between |), and those of other common sections; null: all. An unknown one is an error that says what there is.';
