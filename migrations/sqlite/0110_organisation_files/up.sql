-- Files of organisations that somebody sent, until they confirm what would change.
CREATE TABLE organisation_file (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- As the person calls it.
    name TEXT NOT NULL,
    -- Its text, sealed; gone once it is confirmed.
    sealed TEXT,
    -- Wall time.
    sent_at TEXT NOT NULL,
    done_at TEXT,
    -- How many organisations it added, changed and left out.
    added INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX organisation_file_person ON organisation_file (alliance_id, person_id);
