-- Proof: which fields of a paper its own pages have proven, night by night.
CREATE TABLE ops.outlet_proof (
    outlet_key    text NOT NULL REFERENCES news.outlet,
    field         text NOT NULL,
    state         text NOT NULL CHECK (state IN ('proven', 'unproven', 'refuted')),
    since         date NOT NULL,
    nights        integer NOT NULL CHECK (nights >= 0),
    confirmed     integer NOT NULL CHECK (confirmed >= 0),
    refuted       integer NOT NULL CHECK (refuted >= 0),
    confirmed_url text,
    refuted_url   text,
    PRIMARY KEY (outlet_key, field)
);
COMMENT ON TABLE ops.outlet_proof IS 'What is proven of a paper by its own pages: judged after each load from ops.field_reading, and the same after a rebuild.';
COMMENT ON COLUMN ops.outlet_proof.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN ops.outlet_proof.field IS 'headline, published_at, body, identity, lead, section, bylines or tags; ''paper'' is the paper as a whole: proven where the first four are.';
COMMENT ON COLUMN ops.outlet_proof.state IS 'proven: independent witnesses say the same in at least 98 % of 50 articles or more of three nights or more, and in more than 94 % with 95 % confidence; refuted: in less than 90 % with the same confidence, or in less than half of the last night; unproven: anything between, or no witness.';
COMMENT ON COLUMN ops.outlet_proof.since IS 'The night from which on the state held; at most 90 days back.';
COMMENT ON COLUMN ops.outlet_proof.nights IS 'Nights that were judged: those of the newest 200 articles with a witness.';
COMMENT ON COLUMN ops.outlet_proof.confirmed IS 'Articles of these nights in which an independent witness says the same.';
COMMENT ON COLUMN ops.outlet_proof.refuted IS 'Articles in which there are independent witnesses and none says the same, and pages that the reader did not know.';
COMMENT ON COLUMN ops.outlet_proof.confirmed_url IS 'One of the former, or null.';
COMMENT ON COLUMN ops.outlet_proof.refuted_url IS 'One of the latter, or null.';
