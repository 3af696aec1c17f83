DROP TABLE library_file;
DROP TABLE library_pack;
