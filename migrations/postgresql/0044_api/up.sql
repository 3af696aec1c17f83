-- Programs that act for people, and programs that are told. All times are wall time.

-- Whether an alliance lets programs in; none does until somebody says so.
CREATE TABLE api_switch (
    alliance_id TEXT NOT NULL PRIMARY KEY REFERENCES alliance (id),
    is_on BOOLEAN NOT NULL,
    changed_by TEXT NOT NULL REFERENCES person (id),
    changed_at TIMESTAMP NOT NULL
);

CREATE TABLE api_token (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of what the program shows, hex.
    token TEXT NOT NULL UNIQUE,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    reach TEXT NOT NULL CHECK (reach IN ('read', 'draft', 'act')),
    -- Only records of this kind; only this record and what stands below it.
    kind TEXT,
    subject_id TEXT REFERENCES subject (id),
    -- A second factor was shown when it was made.
    with_factor BOOLEAN NOT NULL,
    made_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    ended_at TIMESTAMP
);
CREATE INDEX api_token_person ON api_token (person_id);

-- What was answered to an idempotency key; forgotten after a day.
CREATE TABLE api_answer (
    person_id TEXT NOT NULL REFERENCES person (id),
    key TEXT NOT NULL,
    -- SHA-256 of the request, hex.
    hash TEXT NOT NULL,
    begun_at TIMESTAMP NOT NULL,
    -- JSON; nothing while it is being worked on.
    answer TEXT,
    PRIMARY KEY (person_id, key)
);

CREATE TABLE webhook (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- Whose eyes it has.
    person_id TEXT NOT NULL REFERENCES person (id),
    url TEXT NOT NULL,
    -- JSON: kinds of things that it is told.
    kinds TEXT NOT NULL,
    -- Sealed; what stood there before counts until `old_until`.
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_until TIMESTAMP,
    -- The next entry of the journal to be looked at.
    position BIGINT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX webhook_alliance ON webhook (alliance_id);
