CREATE FUNCTION internal.search_hint(sign text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN CASE
    WHEN sign ~ '^(AND|NOT|XOR|NEAR(/\d+)?)$'
        THEN 'All words are wanted already: leave AND out; for NOT write -word. The word itself stands in small letters or between "…".'
    WHEN sign ~ '^-($|-)' OR sign ~ '^-?[‐‑‒–—−][^‐‑‒–—−]'
        THEN 'A minus stands right before what is left out: -word, -"two words", -(one | other).'
    WHEN sign ~ '://' THEN 'The article of an address: SELECT article_id FROM news.article_url WHERE url = ''https://…''.'
    WHEN sign ~ '^-?[[:alpha:]_]+:[^[:space:]]'
        OR lower(sign) ~ '^-?(all)?(in)?(author|title|url|text|site|source|date|before|after|section|province|outlet|since|until|tag):$'
        THEN 'Filters are arguments: author => ''…'', section => ''…'', province => ''…'', outlet => ''…'', since => ''2026-09-01''.'
    WHEN sign ~ '\*.|^-?\*|\?[[:alnum:]]|^-?[?%]|[[:alpha:]]%'
        THEN 'A * stands at the end of the beginning of a word, at least two letters: xoa*.'
    WHEN sign ~ '[][~^\\<>{}=`]|^-?[&+!@#$]|\+[[:alnum:]]|[[:alpha:]]{2}&|^-?/.*/$'
        THEN 'The language is: words, "words side by side", -word, one OR other (or |), parentheses, beginning*. Other signs stand between "…".'
END;
COMMENT ON FUNCTION internal.search_hint(text) IS 'What to write instead of a sign that a question does not know; null where it may stand: a word, or punctuation around one.';
