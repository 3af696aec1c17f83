-- A section in other words: plainly, or as Easy Read. The newest of a format is what people read.
CREATE TABLE section_words (
    section_id TEXT NOT NULL REFERENCES section (id),
    format TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    -- The revision of the section that it says in other words.
    of_revision INTEGER NOT NULL,
    edited_by TEXT NOT NULL REFERENCES person (id),
    edited_at TEXT NOT NULL,
    PRIMARY KEY (section_id, format, number)
) STRICT;
