DROP TABLE promise_file;
ALTER TABLE obligation DROP COLUMN later_at;
ALTER TABLE obligation DROP COLUMN later_says;
ALTER TABLE obligation DROP COLUMN later_word;
