-- What was done on paper, by phone or in a meeting, or has to be corrected: written down by one person, and
-- nothing before a second has confirmed it.
CREATE TABLE recording (
    -- Also the idempotency key of what is done when it is confirmed.
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    instance_id TEXT NOT NULL REFERENCES instance (id),
    -- For whom.
    person_id TEXT NOT NULL REFERENCES person (id),
    -- Verb, state and event; `correct` and a submission for a correction.
    place TEXT NOT NULL,
    -- What it is, as the page said it.
    title TEXT NOT NULL,
    -- JSON: field to what was said.
    answers TEXT NOT NULL,
    -- How it came: paper, letter, phone, meeting; `correction`.
    way TEXT NOT NULL,
    -- The day on which it was said, and whether it was read back.
    said_on TEXT NOT NULL,
    read_back INTEGER NOT NULL,
    -- Why it is recorded, in the words of whoever did.
    reason TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES person (id),
    recorded_at TEXT NOT NULL,
    -- `waiting`, `confirmed`, `refused`.
    status TEXT NOT NULL CHECK (status IN ('waiting', 'confirmed', 'refused')),
    settled_by TEXT REFERENCES person (id),
    settled_at TEXT,
    -- Why not, where the second person did not confirm it.
    because TEXT,
    -- JSON: what was answered when it was done; for a correction, what stood there before.
    outcome TEXT
) STRICT;
CREATE INDEX recording_alliance ON recording (alliance_id, status);
CREATE INDEX recording_instance ON recording (instance_id);
