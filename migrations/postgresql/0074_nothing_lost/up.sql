-- What was there already when somebody began to write over it, in a few digits.
ALTER TABLE draft ADD COLUMN base TEXT;

-- Forms that arrived when their session had run out, until the person has signed in again.
CREATE TABLE kept_form (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    -- Where it was sent to.
    path TEXT NOT NULL,
    -- Names and values, sealed.
    sealed TEXT NOT NULL,
    -- Wall time.
    kept_at TIMESTAMP NOT NULL
);
CREATE INDEX kept_form_person ON kept_form (person_id);
