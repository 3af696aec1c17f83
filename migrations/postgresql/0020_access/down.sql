DROP INDEX person_email;
DROP TABLE upload;
DROP TABLE draft;
DROP TABLE invitation;
DROP TABLE spare_code;
DROP TABLE factor;
DROP TABLE sign_in_code;
DROP TABLE session;
