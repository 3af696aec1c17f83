DROP TABLE running_file;
