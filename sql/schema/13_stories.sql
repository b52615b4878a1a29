-- Stories: one text in several newspapers, and the prints by which copies are found.
CREATE TABLE ops.article_sketch (
    article_id bigint PRIMARY KEY REFERENCES news.article_record ON DELETE CASCADE,
    text_hash  text NOT NULL,
    attr_hash  text NOT NULL,
    at         timestamptz NOT NULL,
    size       integer NOT NULL CHECK (size >= 0),
    minhash    bytea NOT NULL
);
CREATE INDEX article_sketch_at ON ops.article_sketch (at);
COMMENT ON TABLE ops.article_sketch IS 'A small print of each article''s words, by which copies are found without reading all texts again.';
COMMENT ON COLUMN ops.article_sketch.article_id IS 'The article.';
COMMENT ON COLUMN ops.article_sketch.text_hash IS 'The text it was made of; where article_record.text_hash differs, it is made anew.';
COMMENT ON COLUMN ops.article_sketch.attr_hash IS 'The article''s other fields then, its date and source among them.';
COMMENT ON COLUMN ops.article_sketch.at IS 'When the article was published: where only the day is known its end or, if earlier, when it was first seen; where nothing is known, when it was first seen.';
COMMENT ON COLUMN ops.article_sketch.size IS 'Different shingles (runs of five syllables) of the text.';
COMMENT ON COLUMN ops.article_sketch.minhash IS 'MinHash of the shingles: 128 unsigned 32-bit numbers, little endian.';

CREATE TABLE ops.article_pair (
    article_id     bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
    other_id       bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
    kept_by_other  real NOT NULL CHECK (kept_by_other > 0 AND kept_by_other <= 1),
    kept_of_other  real NOT NULL CHECK (kept_of_other > 0 AND kept_of_other <= 1),
    PRIMARY KEY (article_id, other_id),
    CHECK (article_id < other_id)
);
CREATE INDEX article_pair_other ON ops.article_pair (other_id);
COMMENT ON TABLE ops.article_pair IS 'Two articles of different newspapers, one of which holds most of the words of the other in their order.';
COMMENT ON COLUMN ops.article_pair.article_id IS 'The one with the smaller number.';
COMMENT ON COLUMN ops.article_pair.other_id IS 'The other.';
COMMENT ON COLUMN ops.article_pair.kept_by_other IS 'Share of the shingles of article_id that other_id has too.';
COMMENT ON COLUMN ops.article_pair.kept_of_other IS 'Share of the shingles of other_id that article_id has too.';

CREATE TABLE news.story (
    story_id           bigint PRIMARY KEY REFERENCES news.article_record ON DELETE CASCADE,
    first_outlet_key   text NOT NULL REFERENCES news.outlet,
    first_published_at timestamptz NOT NULL,
    agency             text,
    article_count      integer NOT NULL CHECK (article_count > 1),
    outlet_count       integer NOT NULL CHECK (outlet_count > 1),
    is_first_certain   boolean NOT NULL
);
CREATE INDEX story_published ON news.story (first_published_at);
COMMENT ON TABLE news.story IS 'One text that several newspapers printed, whole or shortened.';
COMMENT ON COLUMN news.story.story_id IS 'The article that was first, by its own date; see is_first_certain.';
COMMENT ON COLUMN news.story.first_outlet_key IS 'The newspaper that was first, if is_first_certain; else one of those that may have been.';
COMMENT ON COLUMN news.story.first_published_at IS 'When the first article was published or, where unknown, first seen.';
COMMENT ON COLUMN news.story.agency IS 'Agency or paper that most of its articles name as their source (TTXVN): then no newspaper here originated it. Null where they name none.';
COMMENT ON COLUMN news.story.article_count IS 'Articles of the story, the first included.';
COMMENT ON COLUMN news.story.outlet_count IS 'Different newspapers among them.';
COMMENT ON COLUMN news.story.is_first_certain IS 'True where the dates say that the first newspaper was first. False where another''s article bears the same moment, or a day or no date that leaves it open: then the one with the smaller number stands as first, by no merit.';

CREATE TABLE news.story_article (
    article_id bigint PRIMARY KEY REFERENCES news.article_record ON DELETE CASCADE,
    story_id   bigint NOT NULL REFERENCES news.story ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN ('first', 'copy')),
    like_id    bigint NOT NULL REFERENCES news.article_record ON DELETE CASCADE,
    kept       real NOT NULL CHECK (kept > 0 AND kept <= 1),
    taken      real NOT NULL CHECK (taken > 0 AND taken <= 1),
    CHECK ((role = 'first') = (article_id = story_id))
);
CREATE INDEX story_article_story ON news.story_article (story_id);
CREATE INDEX story_article_like ON news.story_article (like_id);
COMMENT ON TABLE news.story_article IS 'The articles of each story: who was first, who copied, and how much.';
COMMENT ON COLUMN news.story_article.article_id IS 'The article; it belongs to one story at most.';
COMMENT ON COLUMN news.story_article.story_id IS 'The story.';
COMMENT ON COLUMN news.story_article.role IS 'first or copy. Where story.agency is not null the first is a copy of the agency''s text too.';
COMMENT ON COLUMN news.story_article.like_id IS 'The earlier article that it is most like (for the first: the later one): kept and taken compare with it.';
COMMENT ON COLUMN news.story_article.kept IS 'Share of the words of like_id, in runs of five, that this article keeps: 1 for a verbatim copy, 0.4 for one shortened to two fifths.';
COMMENT ON COLUMN news.story_article.taken IS 'Share of this article''s own runs of five that stand in like_id: 1 where nothing was added.';
