-- An incident that a person can mend: the outbox row that it is about, and what to do.
ALTER TABLE incident ADD COLUMN outbox_key TEXT REFERENCES outbox (key);
ALTER TABLE incident ADD COLUMN mend TEXT;
CREATE INDEX incident_outbox ON incident (outbox_key) WHERE outbox_key IS NOT NULL AND closed_at IS NULL;

-- Regular work: when it was done last, and who is at it now.
CREATE TABLE job (
    name TEXT NOT NULL PRIMARY KEY,
    last_at TIMESTAMP,
    lease_owner TEXT,
    lease_until TIMESTAMP
);
