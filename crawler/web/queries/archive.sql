-- The archive by paper: sealed files, their bytes, and what waits to be loaded.
SELECT w.outlet_key, o.name AS outlet, count(*) AS files, sum(w.bytes)::bigint AS bytes,
    coalesce(sum(w.bytes) FILTER (WHERE w.sealed_at > now() - interval '28 days'), 0)::bigint AS bytes_of_28_days,
    count(*) FILTER (WHERE w.loaded_at IS NULL) AS waiting, min(w.sealed_at) AS first_sealed_at,
    max(w.sealed_at) AS last_sealed_at
FROM ops.warc_file AS w
JOIN news.outlet AS o USING (outlet_key)
GROUP BY w.outlet_key, o.name
ORDER BY sum(w.bytes) DESC, w.outlet_key
