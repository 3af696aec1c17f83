DROP TABLE concern;
