DROP TABLE beginning;
