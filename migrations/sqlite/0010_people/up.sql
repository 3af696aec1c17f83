CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    income_band TEXT,
    community_led INTEGER NOT NULL,
    email TEXT,
    profile TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (alliance_id, handle)
) STRICT;

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    email TEXT,
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'post', 'supporter')),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    position TEXT NOT NULL,
    lead_contact INTEGER NOT NULL,
    since TEXT NOT NULL,
    until TEXT
) STRICT;
CREATE INDEX membership_person ON membership (person_id);
CREATE INDEX membership_organisation ON membership (organisation_id);

CREATE TABLE appointment (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    scope_kind TEXT NOT NULL CHECK (scope_kind IN ('alliance', 'subject', 'organisation')),
    scope_id TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    reason TEXT NOT NULL,
    appointed_by TEXT
) STRICT;
CREATE INDEX appointment_scope ON appointment (scope_id, role);
CREATE INDEX appointment_person ON appointment (person_id);

CREATE TABLE delegation (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    principal_id TEXT NOT NULL REFERENCES person (id),
    delegate_id TEXT NOT NULL REFERENCES person (id),
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX delegation_delegate ON delegation (delegate_id);

CREATE TABLE interest (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    about_kind TEXT NOT NULL CHECK (about_kind IN ('subject', 'organisation')),
    about_id TEXT NOT NULL,
    what TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    until TEXT
) STRICT;
CREATE INDEX interest_person ON interest (person_id);
