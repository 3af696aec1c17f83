-- The account that somebody wants to be paid into, sealed with a key outside the database. It stands nowhere else.
CREATE TABLE pay_detail (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    sealed TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    -- There was another account before: it rests for some days before it is used.
    replaces INTEGER NOT NULL
) STRICT;
-- Who has opened it, when, and for which run.
CREATE TABLE pay_detail_opening (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    run_id TEXT NOT NULL REFERENCES payment_run (id),
    opened_by TEXT NOT NULL REFERENCES person (id),
    opened_at TEXT NOT NULL
) STRICT;
CREATE INDEX pay_detail_opening_person ON pay_detail_opening (person_id, opened_at);
CREATE INDEX pay_detail_opening_run ON pay_detail_opening (run_id, opened_at);
