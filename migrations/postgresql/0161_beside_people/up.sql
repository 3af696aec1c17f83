-- Whom somebody has chosen to be at their side.
CREATE TABLE named_supporter (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    supporter_id TEXT NOT NULL REFERENCES person (id),
    chosen_at TIMESTAMP NOT NULL
);
CREATE INDEX named_supporter_supporter ON named_supporter (supporter_id);
-- A break that somebody takes: nothing is asked of them, and why is nobody's business.
CREATE TABLE person_break (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    since TIMESTAMP NOT NULL,
    -- Nothing while they have not said until when.
    until TIMESTAMP
);
