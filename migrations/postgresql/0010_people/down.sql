DROP TABLE interest;
DROP TABLE delegation;
DROP TABLE appointment;
DROP TABLE membership;
DROP TABLE person;
DROP TABLE organisation;
