-- The engine's tables. Ids are UUIDv7 text, money is whole pence, times are UTC microseconds.
-- A CHECK that every action meets is written with OR: SQLite makes a table of a longer IN list, each time.

CREATE TABLE alliance (
    id TEXT NOT NULL PRIMARY KEY,
    short_name TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Anything that a workflow can be about. `data` is the kind's own JSON.
CREATE TABLE subject (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    kind TEXT NOT NULL,
    reference TEXT,
    title TEXT NOT NULL,
    parent_id TEXT REFERENCES subject (id),
    organisation_id TEXT,
    person_id TEXT,
    data TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (alliance_id, reference)
) STRICT;
CREATE INDEX subject_parent ON subject (parent_id, kind);
CREATE INDEX subject_kind ON subject (alliance_id, kind);

CREATE TABLE instance (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT NOT NULL REFERENCES subject (id),
    workflow TEXT NOT NULL,
    definition TEXT NOT NULL,
    parent_id TEXT REFERENCES instance (id),
    brood TEXT,
    child_key TEXT,
    seq INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'ended')),
    outcome TEXT,
    snapshot TEXT NOT NULL,
    started_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
-- A state that is entered again starts its children again, under the same keys.
CREATE UNIQUE INDEX instance_child ON instance (parent_id, brood, child_key) WHERE status = 'open';
CREATE INDEX instance_subject ON instance (subject_id);
CREATE INDEX instance_workflow ON instance (alliance_id, workflow);

-- One log for each alliance, so that an alliance can take its journal away and verify it alone.
-- `scope` is the instance, or the alliance where an entry is about no instance.
CREATE TABLE journal (
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    position INTEGER NOT NULL,
    scope TEXT NOT NULL,
    seq INTEGER,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    request_key TEXT,
    request_hash TEXT,
    answer TEXT,
    leaf TEXT NOT NULL,
    PRIMARY KEY (alliance_id, position)
) STRICT;
CREATE UNIQUE INDEX journal_seq ON journal (scope, seq) WHERE seq IS NOT NULL;
CREATE UNIQUE INDEX journal_request ON journal (scope, request_key) WHERE request_key IS NOT NULL;

-- Size, last leaf and Merkle frontier of each log. Locked last in every transaction.
CREATE TABLE log_head (
    alliance_id TEXT NOT NULL PRIMARY KEY REFERENCES alliance (id),
    size INTEGER NOT NULL,
    leaf TEXT NOT NULL,
    frontier TEXT NOT NULL
) STRICT;

CREATE TABLE checkpoint (
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    size INTEGER NOT NULL,
    root TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (alliance_id, size)
) STRICT;

CREATE TABLE task (
    instance_id TEXT NOT NULL REFERENCES instance (id),
    id TEXT NOT NULL,
    alliance_id TEXT NOT NULL,
    state TEXT NOT NULL,
    event TEXT NOT NULL,
    kind TEXT NOT NULL,
    roles TEXT NOT NULL,
    person_id TEXT,
    status TEXT NOT NULL CHECK (
        status = 'created' OR status = 'open' OR status = 'claimed' OR status = 'suspended' OR status = 'completed'
        OR status = 'expired' OR status = 'withdrawn' OR status = 'superseded'
    ),
    result TEXT,
    opened_at TEXT NOT NULL,
    due_at TEXT,
    closed_at TEXT,
    PRIMARY KEY (instance_id, id)
) STRICT;
CREATE INDEX task_person ON task (person_id) WHERE person_id IS NOT NULL AND closed_at IS NULL;
CREATE INDEX task_alliance ON task (alliance_id, due_at) WHERE closed_at IS NULL;

-- Open tasks by role; a task that is over has no rows here.
CREATE TABLE task_role (
    alliance_id TEXT NOT NULL,
    role TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    PRIMARY KEY (alliance_id, role, instance_id, task_id),
    FOREIGN KEY (instance_id, task_id) REFERENCES task (instance_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE timer (
    instance_id TEXT NOT NULL REFERENCES instance (id),
    id TEXT NOT NULL,
    alliance_id TEXT NOT NULL,
    due_at TEXT,
    armed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    retry_at TEXT,
    last_error TEXT,
    PRIMARY KEY (instance_id, id)
) STRICT;
CREATE INDEX timer_due ON timer (due_at, armed) WHERE due_at IS NOT NULL;

-- What is to leave the house. `place` is the order within one action.
CREATE TABLE outbox (
    key TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    instance_id TEXT,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    payload TEXT NOT NULL,
    template TEXT,
    then_event TEXT,
    status TEXT NOT NULL CHECK (
        status = 'queued' OR status = 'sending' OR status = 'sent' OR status = 'retry' OR status = 'dead'
    ),
    attempts INTEGER NOT NULL,
    place INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    lease_owner TEXT,
    lease_until TEXT,
    rendered BLOB,
    last_error TEXT,
    done_at TEXT,
    fed_at TEXT
) STRICT;
CREATE INDEX outbox_ready ON outbox (next_at, created_at, place) WHERE done_at IS NULL;
CREATE INDEX outbox_feed ON outbox (done_at) WHERE then_event IS NOT NULL AND fed_at IS NULL;
CREATE INDEX outbox_dead ON outbox (alliance_id) WHERE status = 'dead';

-- Every attempt at a delivery, and what came of it.
CREATE TABLE delivery (
    outbox_key TEXT NOT NULL REFERENCES outbox (key),
    attempt INTEGER NOT NULL,
    alliance_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    message_id TEXT,
    result TEXT NOT NULL,
    detail TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (outbox_key, attempt)
) STRICT;

-- Answers to forms: the journal holds only the id and the salted hash, so that they can be erased.
CREATE TABLE submission (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    instance_id TEXT NOT NULL,
    form TEXT NOT NULL,
    person_id TEXT NOT NULL,
    organisation_id TEXT,
    answers TEXT,
    reason TEXT,
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    sealed INTEGER NOT NULL,
    envelope TEXT,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX submission_form ON submission (instance_id, form, at);

CREATE TABLE document (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    subject_id TEXT REFERENCES subject (id),
    instance_id TEXT,
    outbox_key TEXT UNIQUE,
    kind TEXT NOT NULL,
    template TEXT NOT NULL,
    reference TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    hash TEXT NOT NULL,
    html_key TEXT NOT NULL,
    pdf_key TEXT,
    data_key TEXT,
    readers TEXT NOT NULL,
    flagged TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (alliance_id, reference, version)
) STRICT;
CREATE INDEX document_subject ON document (subject_id, created_at);

-- Content by its SHA-256: definitions, templates, calendars as they were when published.
CREATE TABLE blob (
    hash TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- What `check` proved of a definition.
CREATE TABLE certificate (
    definition TEXT NOT NULL PRIMARY KEY,
    workflow TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Numbers that people say aloud (PSF-2026-003).
CREATE TABLE counter (
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (alliance_id, name)
) STRICT;

CREATE TABLE incident (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    instance_id TEXT,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT NOT NULL,
    closed_at TEXT,
    closed_by TEXT
) STRICT;
CREATE INDEX incident_open ON incident (alliance_id, at) WHERE closed_at IS NULL;

-- One row: business time is wall time plus `offset_us`; `high_water` never goes back.
CREATE TABLE clock (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    offset_us INTEGER NOT NULL,
    high_water TEXT NOT NULL
) STRICT;
INSERT INTO clock (id, offset_us, high_water) VALUES (1, 0, '1970-01-01 00:00:00');
