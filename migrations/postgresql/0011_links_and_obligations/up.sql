CREATE TABLE instance_link (
    instance_id TEXT NOT NULL,
    link TEXT NOT NULL,
    target_id TEXT NOT NULL,
    PRIMARY KEY (instance_id, link)
);
CREATE INDEX instance_link_target ON instance_link (target_id);

CREATE TABLE obligation (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    instance_id TEXT NOT NULL,
    gate TEXT NOT NULL,
    what TEXT NOT NULL,
    person_id TEXT,
    submission_id TEXT,
    made_at TIMESTAMP NOT NULL,
    met_at TIMESTAMP,
    met_by TEXT,
    evidence TEXT
);
CREATE INDEX obligation_subject ON obligation (subject_id);
