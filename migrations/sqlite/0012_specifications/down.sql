DROP TABLE comment;
DROP TABLE section_revision;
DROP TABLE section;
