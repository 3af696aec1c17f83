DROP TABLE hiding_asked;
