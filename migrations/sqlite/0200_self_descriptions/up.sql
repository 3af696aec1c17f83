-- How people describe themselves who chose to, kept apart from their names: whose a row is can be told by nobody who has
-- only the database. The mark is a keyed hash, and what it says is sealed; the key to both is outside.
CREATE TABLE self_description (
    mark TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    sealed TEXT NOT NULL
) STRICT;
