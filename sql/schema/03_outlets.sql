-- The newspapers of the catalogue, their hosts, and how they number their articles.
CREATE TABLE news.outlet (
    outlet_key    text PRIMARY KEY,
    name          text NOT NULL,
    province_code text NOT NULL,
    status        text NOT NULL CHECK (status IN ('active', 'archive')),
    successor_key text,
    is_read_from_page boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE news.outlet IS 'The newspapers of the catalogue.';
COMMENT ON COLUMN news.outlet.outlet_key IS 'Short key, as in the catalogue and on the command line: baoangiang.';
COMMENT ON COLUMN news.outlet.name IS 'Name of the paper as it prints it.';
COMMENT ON COLUMN news.outlet.province_code IS 'Code of the present province (news.unit, level province).';
COMMENT ON COLUMN news.outlet.status IS 'active: crawled every night; archive: no longer published.';
COMMENT ON COLUMN news.outlet.successor_key IS 'Outlet that took over after a merger, or null.';
COMMENT ON COLUMN news.outlet.is_read_from_page IS 'True where its reader was held against a real page, field by field, before it was used; news.proof says what its own pages have proven since.';

CREATE TABLE news.outlet_host (
    host       text      NOT NULL,
    outlet_key text      NOT NULL REFERENCES news.outlet,
    role       text      NOT NULL CHECK (role IN ('home', 'mirror', 'former', 'subsite', 'images')),
    valid      daterange NOT NULL,
    note       text,
    PRIMARY KEY (host, outlet_key)
);
CREATE UNIQUE INDEX outlet_host_home ON news.outlet_host (host) WHERE role = 'home';
CREATE INDEX outlet_host_outlet ON news.outlet_host (outlet_key);
COMMENT ON TABLE news.outlet_host IS 'Hosts of each newspaper, present and former.';
COMMENT ON COLUMN news.outlet_host.host IS 'Host name in lower case, without www.';
COMMENT ON COLUMN news.outlet_host.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.outlet_host.role IS 'home, mirror, former, subsite or images.';
COMMENT ON COLUMN news.outlet_host.valid IS 'Days in use where known to the day or year; an open side is unknown or not over.';
COMMENT ON COLUMN news.outlet_host.note IS 'What the catalogue says of it, dates that are guesses included.';

CREATE TABLE ops.numbering (
    id_space   text PRIMARY KEY,
    outlet_key text NOT NULL REFERENCES news.outlet,
    rule       text NOT NULL,
    note       text
);
CREATE INDEX numbering_outlet ON ops.numbering (outlet_key);
COMMENT ON TABLE ops.numbering IS 'Numbering systems: within one, a native id names one article for ever.';
COMMENT ON COLUMN ops.numbering.id_space IS 'Name of the numbering system.';
COMMENT ON COLUMN ops.numbering.outlet_key IS 'The newspaper that answers for it.';
COMMENT ON COLUMN ops.numbering.rule IS 'Patterns of the addresses, one a line.';
COMMENT ON COLUMN ops.numbering.note IS 'What the catalogue says of it.';
