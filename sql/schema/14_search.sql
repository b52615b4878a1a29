-- Search: the words of each article, made by crawler/vietnamese/tokens.py and copied in, and a row of the answer.
CREATE TABLE news.article_search (
    article_id   bigint PRIMARY KEY REFERENCES news.article_record ON DELETE CASCADE,
    outlet_key   text NOT NULL REFERENCES news.outlet,
    published_at timestamptz,
    sections     text[] NOT NULL,
    names        text NOT NULL,
    tsv          tsvector NOT NULL,
    text_hash    text NOT NULL,
    attr_hash    text NOT NULL
);
CREATE INDEX article_search_newest ON news.article_search (published_at DESC NULLS LAST, article_id);
CREATE INDEX article_search_outlet ON news.article_search (outlet_key, published_at DESC NULLS LAST, article_id);
CREATE INDEX article_search_tokens ON news.article_search USING gin (tsv);
CREATE INDEX article_search_names ON news.article_search USING gin (names gin_trgm_ops);
COMMENT ON TABLE news.article_search IS 'What news.search looks in, made from the other tables: the words of each article''s present text.';
COMMENT ON COLUMN news.article_search.article_id IS 'The article.';
COMMENT ON COLUMN news.article_search.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.article_search.published_at IS 'When it was published, as in article_record.';
COMMENT ON COLUMN news.article_search.sections IS 'Its breadcrumb, each step in lower case without accents.';
COMMENT ON COLUMN news.article_search.names IS 'Headline and names of the byline, in lower case without accents: for misspelt words.';
COMMENT ON COLUMN news.article_search.tsv IS 'Its words as printed, tone marks unified; with ~ those of accented words without accents; and pairs of neighbours. Weight A: headline; B: kicker, lead; C: captions, byline, tags; D: body.';
COMMENT ON COLUMN news.article_search.text_hash IS 'article_record.text_hash of the text that it was made from.';
COMMENT ON COLUMN news.article_search.attr_hash IS 'article_record.attr_hash of what it was made from.';

CREATE TYPE news.search_hit AS (
    article_id   bigint,
    rank         real,
    match        text,
    headline     text,
    snippet      text,
    published_at timestamptz,
    outlet       text,
    province     text,
    section      text,
    url          text
);
COMMENT ON TYPE news.search_hit IS 'A row of news.search.';
COMMENT ON COLUMN news.search_hit.article_id IS 'The article.';
COMMENT ON COLUMN news.search_hit.rank IS '2 for the accents as typed, up to 1 for words side by side as typed, up to 1 for how often and where they stand (headline before lead before body).';
COMMENT ON COLUMN news.search_hit.match IS 'as typed; accents ignored, where nothing is as typed; similar, where no article has all the words: headlines and bylines spelt almost so.';
COMMENT ON COLUMN news.search_hit.headline IS 'Headline.';
COMMENT ON COLUMN news.search_hit.snippet IS 'A passage with the words, each between <b> and </b>.';
COMMENT ON COLUMN news.search_hit.published_at IS 'Moment of publication.';
COMMENT ON COLUMN news.search_hit.outlet IS 'Name of the newspaper.';
COMMENT ON COLUMN news.search_hit.province IS 'Present province of the newspaper.';
COMMENT ON COLUMN news.search_hit.section IS 'Top section.';
COMMENT ON COLUMN news.search_hit.url IS 'Present address.';
