DROP TABLE obligation;
DROP TABLE instance_link;
