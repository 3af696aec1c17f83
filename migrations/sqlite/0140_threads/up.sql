-- The comment that said it first, where an answer is that it was said before.
ALTER TABLE comment ADD COLUMN same_as TEXT;

-- What was said below a comment, by its author or by those who answer.
CREATE TABLE comment_reply (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    comment_id TEXT NOT NULL REFERENCES comment (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- The house that others read; nothing for those who answer.
    house TEXT,
    text TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX comment_reply_subject ON comment_reply (subject_id, made_at);

-- Words of a comment, or of what was said below one, that others do not read, with the reason. Whoever hides
-- them changes nothing of what was said.
CREATE TABLE hidden_words (
    -- The comment, or what was said below it.
    what_id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    because TEXT NOT NULL,
    hidden_by TEXT NOT NULL REFERENCES person (id),
    hidden_at TEXT NOT NULL
) STRICT;
CREATE INDEX hidden_words_subject ON hidden_words (subject_id);
