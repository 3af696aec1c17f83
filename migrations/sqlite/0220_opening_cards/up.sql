-- A card by which somebody helps to open what is sealed in a round. Its words are on paper, and nowhere here.
CREATE TABLE opening_card (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- An age public key.
    public_key TEXT NOT NULL,
    -- Salt and the key that belongs to it, encrypted under the words.
    wrapped TEXT NOT NULL,
    made_at TEXT NOT NULL,
    -- When its words were typed back for the first time, and for the last.
    tested_at TEXT,
    checked_at TEXT,
    -- Another took its place, or it was given up.
    ended_at TEXT
) STRICT;
CREATE INDEX opening_card_round ON opening_card (round_id);

-- The cards that lock what is sent in a round from a moment on.
CREATE TABLE opening_circle (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    -- JSON: how many are needed; id and public key of each.
    circle TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX opening_circle_round ON opening_circle (round_id);

-- Somebody has shown their card. What it holds is encrypted for the other cards, and thrown away soon.
CREATE TABLE opening_presence (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    card_id TEXT NOT NULL REFERENCES opening_card (id),
    at TEXT NOT NULL,
    until TEXT NOT NULL,
    -- Empty once it was used, or its time is over.
    held TEXT NOT NULL
) STRICT;
CREATE INDEX opening_presence_round ON opening_presence (round_id);
