-- needs: news.article_version, news.removal, news.revision_span
CREATE FUNCTION news.article_as_of(moment timestamptz)
RETURNS TABLE (
    article_id bigint, outlet_key text, revision smallint, headline text, kicker text, lead text, body text[],
    is_gone boolean, is_certain boolean, seen_before timestamptz, seen_after timestamptz, published_at timestamptz, url text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT v.article_id, a.outlet_key, v.revision, v.headline, v.kicker, v.lead, v.body,
        g.is_gone,
        -- The same text was captured at that moment or on both sides of it; once the removal is seen nothing is open.
        g.is_gone OR coalesce(s.first_seen_at <= moment AND s.last_seen_at >= moment, false),
        CASE WHEN s.first_seen_at <= moment THEN least(s.last_seen_at, moment) END,
        CASE WHEN s.last_seen_at >= moment THEN greatest(s.first_seen_at, moment)
            ELSE coalesce(s.replaced_at, r.before) END,
        a.published_at, a.url
    FROM news.article_record AS a
    JOIN news.revision_span AS s ON s.article_id = a.article_id
        AND (s.replaced_at IS NULL OR s.replaced_at > moment)
        AND (s.first_seen_at <= moment OR s.revision = 1 AND a.published_at <= moment)
    JOIN news.article_version AS v ON v.article_id = s.article_id AND v.revision = s.revision
    LEFT JOIN news.removal AS r ON r.article_id = a.article_id
    CROSS JOIN LATERAL (SELECT coalesce(r.before <= moment, false) AS is_gone) AS g;
END;
COMMENT ON FUNCTION news.article_as_of(timestamptz) IS 'Each article as it stood at a moment, as far as captures tell. is_certain: its text was seen at or before and at or after that moment. Else it was edited or removed between seen_before and seen_after at a time that nobody knows, or not seen since (seen_after is null), or first seen later (seen_before is null).';
