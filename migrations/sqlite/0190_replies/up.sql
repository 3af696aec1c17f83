-- Addresses in letters that can be answered: what somebody writes back is a piece of work of theirs.
CREATE TABLE reply_address (
    -- A hash of what stands in the address.
    token TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    -- What it is when they write back.
    permit TEXT NOT NULL,
    -- What it is about, as JSON: a comment; nothing for the text.
    about TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX reply_address_person ON reply_address (person_id);

-- Messages that came and could not be taken as they were: for somebody to look at.
CREATE TABLE message_in (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- Whose the address was, if it was anybody's.
    person_id TEXT REFERENCES person (id),
    -- The record that the letter was about, then.
    subject_id TEXT REFERENCES subject (id),
    -- Sender, subject and words, sealed.
    sealed TEXT NOT NULL,
    because TEXT NOT NULL,
    came_at TEXT NOT NULL,
    -- A hash by which the same message is known when it comes again.
    mark TEXT NOT NULL UNIQUE,
    closed_at TEXT
) STRICT;
CREATE INDEX message_in_person ON message_in (person_id);
CREATE INDEX message_in_alliance ON message_in (alliance_id, closed_at);
