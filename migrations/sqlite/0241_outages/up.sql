-- When this service was last there for people: written now and then by every process that serves pages.
CREATE TABLE heartbeat (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
) STRICT;

-- A stretch in which no process did.
CREATE TABLE outage (
    id TEXT NOT NULL PRIMARY KEY,
    since TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;
