-- Who keeps a promise and by when, the proposal that it came from, and what whoever asked for it says of it.
ALTER TABLE obligation ADD COLUMN proposal INTEGER;
ALTER TABLE obligation ADD COLUMN owner_id TEXT REFERENCES person (id);
-- A day, as 2027-03-31.
ALTER TABLE obligation ADD COLUMN due_on TEXT;
-- Whether it was kept, in the view of whoever asked: kept or not_kept.
ALTER TABLE obligation ADD COLUMN word TEXT;
ALTER TABLE obligation ADD COLUMN word_says TEXT;
ALTER TABLE obligation ADD COLUMN word_at TEXT;
