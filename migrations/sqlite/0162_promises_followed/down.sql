ALTER TABLE obligation DROP COLUMN word_at;
ALTER TABLE obligation DROP COLUMN word_says;
ALTER TABLE obligation DROP COLUMN word;
ALTER TABLE obligation DROP COLUMN due_on;
ALTER TABLE obligation DROP COLUMN owner_id;
ALTER TABLE obligation DROP COLUMN proposal;
