DROP TABLE job;
DROP INDEX incident_outbox;
ALTER TABLE incident DROP COLUMN mend;
ALTER TABLE incident DROP COLUMN outbox_key;
