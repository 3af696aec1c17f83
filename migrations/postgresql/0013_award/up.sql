CREATE TABLE lot (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    yearly_value BIGINT,
    cover_plan TEXT,
    data TEXT NOT NULL,
    UNIQUE (round_id, code)
);

CREATE TABLE question (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight BETWEEN 0 AND 100),
    max_words INTEGER NOT NULL,
    out_of INTEGER NOT NULL,
    minimum INTEGER,
    house TEXT,
    proposed_by TEXT REFERENCES person (id),
    data TEXT NOT NULL,
    UNIQUE (round_id, code)
);

CREATE TABLE seat (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    appointment_id TEXT NOT NULL REFERENCES appointment (id),
    named_by TEXT NOT NULL REFERENCES person (id),
    named_as TEXT NOT NULL,
    data TEXT NOT NULL,
    since TIMESTAMP NOT NULL,
    until TIMESTAMP
);
CREATE INDEX seat_round ON seat (round_id);

CREATE TABLE bid (
    id TEXT NOT NULL PRIMARY KEY REFERENCES subject (id) DEFERRABLE INITIALLY DEFERRED,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    draft TEXT,
    opened_at TIMESTAMP,
    lots TEXT NOT NULL,
    eligible BOOLEAN,
    eligibility_reason TEXT NOT NULL,
    checked_by TEXT REFERENCES person (id),
    checked_at TIMESTAMP,
    UNIQUE (round_id, organisation_id)
);

CREATE TABLE partner (
    bid_id TEXT NOT NULL REFERENCES bid (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    part TEXT NOT NULL,
    share INTEGER NOT NULL CHECK (share BETWEEN 0 AND 100),
    confirmed_by TEXT REFERENCES person (id),
    confirmed_at TIMESTAMP,
    PRIMARY KEY (bid_id, organisation_id)
);
CREATE INDEX partner_organisation ON partner (organisation_id);

CREATE TABLE score (
    submission_id TEXT NOT NULL,
    bid_id TEXT NOT NULL REFERENCES bid (id),
    question_id TEXT NOT NULL REFERENCES question (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    evaluation_id TEXT REFERENCES subject (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    place BIGINT NOT NULL,
    marks INTEGER NOT NULL,
    reason TEXT NOT NULL,
    dissent TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (submission_id, bid_id, question_id)
);
CREATE INDEX score_round ON score (round_id, place);

CREATE TABLE offer (
    round_id TEXT NOT NULL REFERENCES subject (id),
    lot_id TEXT NOT NULL REFERENCES lot (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    bid_id TEXT REFERENCES bid (id),
    data TEXT NOT NULL,
    PRIMARY KEY (round_id, lot_id)
);
