DROP INDEX comment_number;
ALTER TABLE comment DROP COLUMN number;
