-- What a scanner said of a file: `unscanned` (there is none), `checking`, `clean` or `found`; and what it found.
ALTER TABLE upload ADD COLUMN checked TEXT NOT NULL DEFAULT 'unscanned' CHECK (checked IN ('unscanned', 'checking', 'clean', 'found'));
ALTER TABLE upload ADD COLUMN found TEXT;
