DROP TABLE call_back;
ALTER TABLE submission DROP COLUMN code_alone;
