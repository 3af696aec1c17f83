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
    sent_at TEXT NOT NULL,
    done_at TEXT,
    -- How many contracts, posts and returns were brought in.
    contracts INTEGER NOT NULL DEFAULT 0,
    posts INTEGER NOT NULL DEFAULT 0,
    returns INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX running_file_person ON running_file (alliance_id, person_id);
