-- A key for each person about whom something stands where nothing is rewritten: reasons in the journal, and, after an
-- erasure, who they were, while the law asks. Sealed with a key outside the database; destroyed, neither can be read.
CREATE TABLE person_key (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- Empty once it is destroyed.
    sealed TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    -- What was held on them is erased; who they were, sealed with their key, until when, and why.
    erased_at TIMESTAMP,
    identity TEXT,
    kept_until TIMESTAMP,
    because TEXT NOT NULL,
    destroyed_at TIMESTAMP
);
