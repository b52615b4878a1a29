-- Every text that one article has had, and when each was seen.
SELECT v.revision, v.is_present, v.changed, v.first_seen_at, s.last_seen_at, s.replaced_at, v.headline, v.kicker,
    v.lead, v.byline_raw, v.captions, v.modified_at, v.record_id::text
FROM news.article_version AS v
JOIN news.revision_span AS s USING (article_id, revision)
WHERE v.article_id = %(article_id)s
ORDER BY v.revision
