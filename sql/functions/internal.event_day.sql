CREATE FUNCTION internal.event_day(words text, published date) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
AS $$
DECLARE
    printed text[] := regexp_match(words,
        '(?:^|[.!?…] )(?:rạng sáng|sáng|trưa|chiều|tối|đêm|ngày)(?: ngày)? (\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}))?(?!\d)', 'i');
    found   date;
BEGIN
    IF printed IS NULL OR printed[2]::integer NOT BETWEEN 1 AND 12 THEN
        RETURN NULL;
    END IF;
    FOR year IN REVERSE extract(year FROM published)::integer .. extract(year FROM published)::integer - 1 LOOP
        found := make_date(year, printed[2]::integer, 1) + printed[1]::integer - 1;
        -- The day after 30-4 is not 31-4; and a day long past is history, not news.
        IF extract(month FROM found) = printed[2]::integer AND year = coalesce(printed[3]::integer, year)
            AND found BETWEEN published - 30 AND published THEN
            RETURN found;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION internal.event_day(text, date) IS 'The day that a text opens a sentence with ("Sáng 20-11, …"), the first one, where it lies in the 30 days before publication; else null.';
