-- Whoever sent it had shown nothing but a code from an email.
ALTER TABLE submission ADD COLUMN code_alone INTEGER NOT NULL DEFAULT 0;

-- Calls that confirm who sent a bid: to a number that was known before it was begun.
CREATE TABLE call_back (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    bid_id TEXT NOT NULL REFERENCES bid (id),
    -- Who called.
    person_id TEXT NOT NULL REFERENCES person (id),
    number TEXT NOT NULL,
    spoken_to TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'not_reached')),
    note TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX call_back_bid ON call_back (bid_id);
