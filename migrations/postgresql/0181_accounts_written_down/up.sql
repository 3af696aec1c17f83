-- An account that somebody wrote down for somebody else, sealed, until a second person has typed the same or it is
-- declined; then what it was is gone, and that it was stays.
CREATE TABLE account_written (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    sealed TEXT NOT NULL,
    -- How it came: a word of put_right.yaml.
    way TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES person (id),
    asked_at TIMESTAMP NOT NULL,
    settled_by TEXT REFERENCES person (id),
    settled_at TIMESTAMP,
    outcome TEXT CHECK (outcome IN ('done', 'declined'))
);
CREATE INDEX account_written_waiting ON account_written (alliance_id, settled_at);
CREATE INDEX account_written_person ON account_written (person_id);
