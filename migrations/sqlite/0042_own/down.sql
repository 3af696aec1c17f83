DROP INDEX outbox_recipient;
DROP TABLE data_request;
DROP TABLE address_change;
DROP TABLE access_need;
DROP TABLE held_letter;
DROP TABLE wish;
