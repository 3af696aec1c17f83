-- When this service was last there for people: written now and then by every process that serves pages.
CREATE TABLE heartbeat (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    at TIMESTAMP NOT NULL
);

-- A stretch in which no process did.
CREATE TABLE outage (
    id TEXT NOT NULL PRIMARY KEY,
    since TIMESTAMP NOT NULL,
    until TIMESTAMP NOT NULL
);
