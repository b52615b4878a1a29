-- Search: the words of each article, made by crawler/vietnamese/tokens.py and copied in, and a row of the answer.
CREATE TABLE news.article_search (
    article_id   bigint PRIMARY KEY REFERENCES news.article_record ON DELETE CASCADE,
    outlet_key   text NOT NULL REFERENCES news.outlet,
    published_at timestamptz,
    published_on date,
    sections     text[] NOT NULL,
    names        text NOT NULL,
    tsv          tsvector NOT NULL,
    text_hash    text NOT NULL,
    attr_hash    text NOT NULL
);
CREATE INDEX article_search_newest ON news.article_search (published_at DESC NULLS LAST, article_id);
CREATE INDEX article_search_outlet ON news.article_search (outlet_key, published_at DESC NULLS LAST, article_id);
-- Its other indexes, of the words, are made by internal.make_search_indexes(): after the rows, where they are many.
COMMENT ON TABLE news.article_search IS 'What news.search looks in, made from the other tables: the words of each article''s present text.';
COMMENT ON COLUMN news.article_search.article_id IS 'The article.';
COMMENT ON COLUMN news.article_search.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.article_search.published_at IS 'When it was published, as in article_record.';
COMMENT ON COLUMN news.article_search.published_on IS 'The day of it in Việt Nam, as in article_record.';
COMMENT ON COLUMN news.article_search.sections IS 'Its breadcrumb, each step in lower case without accents.';
COMMENT ON COLUMN news.article_search.names IS 'Headline and names of the byline, in lower case without accents: for misspelt words.';
COMMENT ON COLUMN news.article_search.tsv IS 'Its words as printed, tone marks in front; with ~ those of accented words without accents; with = pairs of neighbours; with @ (and @~) whole names of the byline. Weight A: headline; B: kicker, lead; C: captions and credits of pictures, byline, tags; D: body.';
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

-- What the functions of search hand to one another.
CREATE TYPE internal.search_step AS (
    kind        text,
    words       text[],
    is_begun    boolean[],
    is_excluded boolean
);
COMMENT ON TYPE internal.search_step IS 'A step of a question that was understood, operands before their operator: words side by side, or what joins the steps before.';
COMMENT ON COLUMN internal.search_step.kind IS 'phrase; not (of the step before), and, or (of the two before).';
COMMENT ON COLUMN internal.search_step.words IS 'The words of a phrase.';
COMMENT ON COLUMN internal.search_step.is_begun IS 'For each word, whether it is only the beginning of one (word*).';
COMMENT ON COLUMN internal.search_step.is_excluded IS 'Whether the phrase is within what is left out.';

CREATE TYPE internal.search_condition AS (
    wanted   tsquery,
    excluded tsquery
);
COMMENT ON TYPE internal.search_condition IS 'A question as article_search.tsv answers it.';
COMMENT ON COLUMN internal.search_condition.wanted IS 'What an article must have.';
COMMENT ON COLUMN internal.search_condition.excluded IS 'What it must not have; null: nothing.';

CREATE TYPE internal.search_filter AS (
    outlets        text[],
    first_at       timestamptz,
    end_at         timestamptz,
    sections       text[],
    other_sections text[],
    author         tsquery
);
COMMENT ON TYPE internal.search_filter IS 'The filters of a search, their names looked up; what is null filters nothing.';
COMMENT ON COLUMN internal.search_filter.outlets IS 'Keys of the newspapers.';
COMMENT ON COLUMN internal.search_filter.first_at IS 'Begin of the first day.';
COMMENT ON COLUMN internal.search_filter.end_at IS 'End of the last day.';
COMMENT ON COLUMN internal.search_filter.sections IS 'Steps of a breadcrumb, without accents, one of which an article must have.';
COMMENT ON COLUMN internal.search_filter.other_sections IS 'Steps of other common sections: where one of them is deeper, it decides.';
COMMENT ON COLUMN internal.search_filter.author IS 'Names of the byline, as tokens of article_search.tsv.';
