-- What people wish for themselves: how they are written to, what they need to take part, what is to
-- become of what is held on them.

CREATE TABLE wish (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    -- News: each at once, or together once a day. What somebody must get comes at once in any case.
    news TEXT NOT NULL CHECK (news IN ('at_once', 'digest')),
    -- JSON list: kinds of news that they do not want.
    unwanted TEXT NOT NULL,
    -- Nothing in the evening and at night, unless a deadline is near.
    quiet INTEGER NOT NULL,
    telephone TEXT,
    -- SHA-256 of what the address of their calendar holds, hex.
    calendar TEXT UNIQUE,
    changed_at TEXT NOT NULL
) STRICT;

-- Letters that wait to go out together, until when. Wall time.
CREATE TABLE held_letter (
    outbox_key TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    due_at TEXT NOT NULL
) STRICT;
CREATE INDEX held_letter_due ON held_letter (due_at);

CREATE TABLE access_need (
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- JSON list of common needs.
    chosen TEXT NOT NULL,
    -- In their own words.
    says TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (alliance_id, person_id)
) STRICT;

-- A new address that waits for the code that was sent there. Wall time.
CREATE TABLE address_change (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    address TEXT NOT NULL,
    -- SHA-256 of person and code, hex.
    code TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    tries INTEGER NOT NULL,
    -- Codes sent since `asked_at`.
    codes INTEGER NOT NULL
) STRICT;

CREATE TABLE data_request (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    says TEXT NOT NULL,
    -- Where somebody is asked to look at it.
    incident_id TEXT NOT NULL REFERENCES incident (id),
    asked_at TEXT NOT NULL
) STRICT;
CREATE INDEX data_request_person ON data_request (person_id);

-- Letters to one person, for their own page.
CREATE INDEX outbox_recipient ON outbox (recipient, created_at) WHERE kind = 'email';
