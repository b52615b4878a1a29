-- What the operator was told of, and whether it arrived.
CREATE TABLE ops.alert (
    alert_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('night', 'late', 'services', 'disk', 'backup')),
    run_id       text,
    at           timestamptz NOT NULL DEFAULT now(),
    subject      text NOT NULL,
    text         text NOT NULL,
    taken_by     text[] NOT NULL DEFAULT '{}',
    delivered_at timestamptz,
    tries        integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    last_error   text,
    UNIQUE (kind, run_id),
    CHECK ((run_id IS NOT NULL) = (kind IN ('night', 'late')))
);
CREATE INDEX alert_undelivered ON ops.alert (alert_id) WHERE delivered_at IS NULL;
COMMENT ON TABLE ops.alert IS 'Messages to the operator: one a run and kind, and one for each beginning of a bad state of the machine.';
COMMENT ON COLUMN ops.alert.alert_id IS 'Identifies the message.';
COMMENT ON COLUMN ops.alert.kind IS 'night: how a night ended; late: it was not done in time; services: a server ended again and again; disk: it is almost full; backup: the newest is old.';
COMMENT ON COLUMN ops.alert.run_id IS 'The run it is about; null for one about the machine.';
COMMENT ON COLUMN ops.alert.at IS 'When it was written.';
COMMENT ON COLUMN ops.alert.subject IS 'Its subject.';
COMMENT ON COLUMN ops.alert.text IS 'Its text.';
COMMENT ON COLUMN ops.alert.taken_by IS 'Short digests of the addresses that took it: none of them gets it twice.';
COMMENT ON COLUMN ops.alert.delivered_at IS 'When every address of the setting had taken it; null while one has not.';
COMMENT ON COLUMN ops.alert.tries IS 'Attempts to deliver it, to all addresses together.';
COMMENT ON COLUMN ops.alert.last_error IS 'Why the last failed attempt failed, without the address.';
