ALTER TABLE comment DROP COLUMN way;
ALTER TABLE comment DROP COLUMN unhappy_because;
ALTER TABLE comment DROP COLUMN changed_section;
