DROP TABLE organisation_file;
