CREATE TABLE section (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    revision INTEGER NOT NULL,
    removed BOOLEAN NOT NULL,
    edited_by TEXT NOT NULL REFERENCES person (id),
    edited_at TIMESTAMP NOT NULL
);
CREATE INDEX section_subject ON section (subject_id, position);

CREATE TABLE section_revision (
    section_id TEXT NOT NULL REFERENCES section (id),
    revision INTEGER NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    removed BOOLEAN NOT NULL,
    why TEXT NOT NULL,
    edited_by TEXT NOT NULL REFERENCES person (id),
    edited_at TIMESTAMP NOT NULL,
    PRIMARY KEY (section_id, revision)
);

CREATE TABLE comment (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    section_id TEXT NOT NULL REFERENCES section (id),
    revision INTEGER NOT NULL,
    paragraph INTEGER NOT NULL,
    quote TEXT NOT NULL,
    text TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    house TEXT,
    made_at TIMESTAMP NOT NULL,
    disposition TEXT,
    answer TEXT,
    answered_by TEXT REFERENCES person (id),
    answered_at TIMESTAMP,
    content_with_answer BOOLEAN
);
CREATE INDEX comment_subject ON comment (subject_id);
