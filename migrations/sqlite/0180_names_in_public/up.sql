-- How somebody wishes to be named beside what they say, and where they wrote; who has no row is named nowhere.
CREATE TABLE public_name (
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- Beside their comments, with their house.
    screen TEXT,
    -- Among those who wrote a text, on the text and its certificate.
    author TEXT,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (alliance_id, person_id)
) STRICT;
