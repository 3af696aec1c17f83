-- Words of a signed text that somebody asks to be hidden: they stand until a second person agrees.
CREATE TABLE hiding_asked (
    -- The comment, or what was said below it.
    what_id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    because TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES person (id),
    asked_at TEXT NOT NULL
) STRICT;
CREATE INDEX hiding_asked_subject ON hiding_asked (subject_id);
