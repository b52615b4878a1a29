-- Field health: which fields the articles' readings filled, and whether other witnesses say the same.
CREATE TABLE ops.field_reading (
    record_id    uuid PRIMARY KEY,
    outlet_key   text NOT NULL REFERENCES news.outlet,
    article_id   bigint NOT NULL,
    fetched_at   timestamptz NOT NULL,
    filled       text[] NOT NULL,
    agreed       text[] NOT NULL,
    contradicted text[] NOT NULL,
    unread       text[] NOT NULL DEFAULT '{}',
    confirmed    text[] NOT NULL DEFAULT '{}',
    refuted      text[] NOT NULL DEFAULT '{}',
    said_twice   text[] NOT NULL DEFAULT '{}',
    body_key     bigint,
    unclaimed    real NOT NULL CHECK (unclaimed BETWEEN 0 AND 1),
    layout       text,
    CHECK (filled @> agreed AND filled @> contradicted AND NOT agreed && contradicted AND NOT filled && unread
        AND NOT confirmed && refuted)
);
CREATE INDEX field_reading_article ON ops.field_reading (article_id, fetched_at);
CREATE INDEX field_reading_body ON ops.field_reading (body_key, outlet_key);
COMMENT ON TABLE ops.field_reading IS 'What each reading of an article filled, and what its witnesses say; counted by night in ops.field_health.';
COMMENT ON COLUMN ops.field_reading.record_id IS 'The capture.';
COMMENT ON COLUMN ops.field_reading.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.field_reading.article_id IS 'The article.';
COMMENT ON COLUMN ops.field_reading.fetched_at IS 'When it was fetched.';
COMMENT ON COLUMN ops.field_reading.filled IS 'Fields that hold something: headline, published_at, lead, body, section, bylines, images, captions, source_credit, tags.';
COMMENT ON COLUMN ops.field_reading.agreed IS 'Fields with which at least one witness agrees: JSON-LD or meta of the page, what a channel said of the article, or another extractor, of one body in a hundred and of each that leaves much text unclaimed; what was believed is no witness of itself.';
COMMENT ON COLUMN ops.field_reading.contradicted IS 'Fields that have witnesses, of which none agrees.';
COMMENT ON COLUMN ops.field_reading.unread IS 'Fields that are empty though the page shows them at a place that the reader does not know: a line such as ''Theo TTXVN'', a writer in JSON-LD, a lead beside the text.';
COMMENT ON COLUMN ops.field_reading.confirmed IS 'Fields of which a witness of another kind of place (print, head, channel, another extractor) says the very same; ''identity'' where the page declares its own address, or has the title by which a channel announced it.';
COMMENT ON COLUMN ops.field_reading.refuted IS 'Fields that have such witnesses, of which none says the very same; headline and date also where the page has none.';
COMMENT ON COLUMN ops.field_reading.said_twice IS 'Fields of which print and head of the page say the very same. Where the head showed the reader where to look, that proves nothing by itself: a date of these is confirmed where the order of the paper''s numbers, or the night of its first announcement, allows it.';
COMMENT ON COLUMN ops.field_reading.body_key IS 'Hash of the body''s words: equal bodies of several articles are none; null where there is no body.';
COMMENT ON COLUMN ops.field_reading.unclaimed IS 'Share of the text in the article''s box that no field claimed, 0 to 1.';
COMMENT ON COLUMN ops.field_reading.layout IS 'Signature of the page''s layout, by the boxes around the text and beside them; null where there is none.';
