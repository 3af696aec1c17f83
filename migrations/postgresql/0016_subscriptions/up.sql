-- Addresses outside the alliance that asked to be told of something. A row is a request until the code
-- that was sent there has come back; to stop is to be forgotten.
CREATE TABLE subscription (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    topics TEXT NOT NULL,
    wanted TEXT NOT NULL,
    stop_key TEXT NOT NULL UNIQUE,
    code_hash TEXT,
    code_until TIMESTAMP,
    tries INTEGER NOT NULL,
    codes INTEGER NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    UNIQUE (alliance_id, address)
);
