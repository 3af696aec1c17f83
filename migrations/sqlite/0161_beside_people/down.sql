DROP TABLE person_break;
DROP TABLE named_supporter;
