-- Worries and concerns that somebody raised, for the few people whom they reach. They stand in no journal and in
-- no letter; what was said, and what was answered, is sealed with a key outside the database.
CREATE TABLE concern (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- Which of the ways in the vocabulary, and the role that it reaches.
    way TEXT NOT NULL,
    role TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    -- Whoever reads it sees who raised it.
    named INTEGER NOT NULL,
    text TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    -- Who sees to it.
    taken_by TEXT REFERENCES person (id),
    taken_at TEXT,
    answer TEXT,
    answered_at TEXT
) STRICT;
CREATE INDEX concern_role ON concern (alliance_id, role, answered_at, raised_at);
CREATE INDEX concern_person ON concern (person_id, alliance_id, raised_at);
