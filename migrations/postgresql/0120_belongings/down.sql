DROP TABLE belonging;
