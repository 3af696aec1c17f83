ALTER TABLE waiting_change DROP COLUMN hand;
DROP TABLE person_change;
