DROP TABLE kept_form;
ALTER TABLE draft DROP COLUMN base;
