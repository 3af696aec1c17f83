-- Packs that an alliance has taken in, or is to: workflows and what they need, from somebody else.
CREATE TABLE library_pack (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    -- Whose it is, as the pack says.
    origin TEXT NOT NULL,
    licence TEXT NOT NULL,
    -- SHA-256 of its manifest.
    hash TEXT NOT NULL,
    -- The pack itself.
    body TEXT NOT NULL REFERENCES blob (hash),
    asked_by TEXT NOT NULL,
    because TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    -- A second person, where it was asked for on a page; nobody yet, as long as it waits.
    taken_by TEXT,
    taken_at TEXT
) STRICT;
CREATE INDEX library_pack_alliance ON library_pack (alliance_id, asked_at);
CREATE INDEX library_pack_body ON library_pack (body);

-- The files that an alliance has of its own, in place of those of the installation or beside them; the newest of a path.
CREATE TABLE library_file (
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    path TEXT NOT NULL,
    hash TEXT NOT NULL REFERENCES blob (hash),
    pack_id TEXT NOT NULL REFERENCES library_pack (id),
    PRIMARY KEY (alliance_id, path)
) STRICT;
CREATE INDEX library_file_hash ON library_file (hash);
CREATE INDEX library_file_pack ON library_file (pack_id);
