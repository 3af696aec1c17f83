-- Signing in, and what people have begun to fill in. All times are wall time.

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of what the cookie holds, hex.
    token TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    acting_for TEXT REFERENCES person (id),
    -- The sort of browser, so that people know their own sessions apart.
    browser TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    factor_at TEXT,
    ended_at TEXT
) STRICT;
CREATE INDEX session_person ON session (person_id);

CREATE TABLE sign_in_code (
    -- SHA-256 of the cookie of the browser that asked, hex.
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the address that was typed, folded, hex.
    address TEXT NOT NULL,
    -- Nobody, if the address is nobody's.
    person_id TEXT REFERENCES person (id),
    -- SHA-256 of the cookie and the code, hex.
    code TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    tries INTEGER NOT NULL,
    used_at TEXT
) STRICT;
CREATE INDEX sign_in_code_address ON sign_in_code (address, asked_at);

CREATE TABLE factor (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('app', 'password', 'card', 'recovery')),
    -- Of an app, sealed; of a password, its argon2 hash; of a card, empty.
    secret TEXT NOT NULL,
    made_at TEXT NOT NULL,
    confirmed_at TEXT,
    -- The last step of an app's clock that was used: none is used twice.
    last_step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    locked_until TEXT,
    ended_at TEXT
) STRICT;
CREATE INDEX factor_person ON factor (person_id);

CREATE TABLE spare_code (
    factor_id TEXT NOT NULL REFERENCES factor (id),
    number INTEGER NOT NULL,
    -- SHA-256 of the factor's id and the code, hex.
    code TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (factor_id, number)
) STRICT;

CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of what the letter holds, hex.
    token TEXT NOT NULL UNIQUE,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    invited_by TEXT NOT NULL REFERENCES person (id),
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE INDEX invitation_person ON invitation (person_id);

CREATE TABLE draft (
    -- Also the idempotency key of what is sent in the end.
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    acting_for TEXT REFERENCES person (id),
    instance_id TEXT NOT NULL REFERENCES instance (id),
    -- Verb, state and event: what is being filled in.
    place TEXT NOT NULL,
    -- JSON: field to what was typed.
    answers TEXT NOT NULL,
    -- The version that the person saw.
    seen INTEGER NOT NULL,
    begun_at TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    sent_at TEXT,
    -- JSON: what was answered when it was sent.
    answer TEXT
) STRICT;
CREATE UNIQUE INDEX draft_open ON draft (person_id, instance_id, place) WHERE sent_at IS NULL;

CREATE TABLE upload (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    instance_id TEXT NOT NULL REFERENCES instance (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    -- SHA-256 of the file as it came, hex.
    hash TEXT NOT NULL,
    -- Where it is kept, sealed.
    stored TEXT NOT NULL,
    sent_at TEXT NOT NULL
) STRICT;
CREATE INDEX upload_instance ON upload (instance_id);

CREATE INDEX person_email ON person (lower(email));
