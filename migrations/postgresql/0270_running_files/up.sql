-- Files of contracts, posts and returns that were there before, sent by somebody, until they confirm what would be
-- brought in.
CREATE TABLE running_file (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- As the person calls them, one after the other.
    name TEXT NOT NULL,
    -- What stands in them, sealed; gone once it is confirmed.
    sealed TEXT,
    -- Wall time.
    sent_at TIMESTAMP NOT NULL,
    done_at TIMESTAMP,
    -- How many contracts, posts and returns were brought in.
    contracts BIGINT NOT NULL DEFAULT 0,
    posts BIGINT NOT NULL DEFAULT 0,
    returns BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX running_file_person ON running_file (alliance_id, person_id);
