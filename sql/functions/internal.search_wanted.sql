-- needs: internal.search_conditions
CREATE FUNCTION internal.search_wanted(steps internal.search_step[], author tsquery, tier text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
AS $$
    SELECT coalesce(c.hit && !! c.excluded, c.hit)
    FROM (
        SELECT f.excluded, coalesce(f.hit && author, f.hit) AS hit
        FROM (
            SELECT CASE WHEN tier = 'as typed'
                    THEN (internal.search_conditions(steps, 'typed')).wanted || (internal.search_conditions(steps, 'none')).wanted
                    ELSE (internal.search_conditions(steps, 'ignored')).wanted END AS hit,
                (internal.search_conditions(steps, 'typed')).excluded AS excluded
        ) AS f
    ) AS c
$$;
COMMENT ON FUNCTION internal.search_wanted(internal.search_step[], tsquery, text) IS 'What an article must have and must not have, its author among it; null where nothing is wanted. tier: as typed, or accents ignored.';
