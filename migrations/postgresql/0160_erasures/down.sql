DROP TABLE person_key;
