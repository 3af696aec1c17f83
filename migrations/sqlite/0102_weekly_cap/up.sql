-- The most that somebody wishes to be paid in one week, pence; who has no row has no limit.
CREATE TABLE weekly_cap (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    pence INTEGER NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
