-- What is kept outside the database and belongs to it: by its mark, so that another one in its place is noticed.
CREATE TABLE belonging (
    name TEXT NOT NULL PRIMARY KEY CHECK (name IN ('seals', 'signing_key', 'files')),
    -- A fingerprint, a public key, or the id of a place: nothing that is secret.
    mark TEXT NOT NULL,
    -- Wall time.
    since TIMESTAMP NOT NULL
);
