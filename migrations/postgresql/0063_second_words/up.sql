-- Changes of who speaks for an organisation that wait for a second person, because bids are open or sealed.
CREATE TABLE waiting_change (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- JSON: what is to be done.
    body TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES person (id),
    asked_at TIMESTAMP NOT NULL,
    settled_by TEXT REFERENCES person (id),
    settled_at TIMESTAMP,
    outcome TEXT CHECK (outcome IN ('done', 'declined'))
);
