ALTER TABLE submission DROP COLUMN seq;
