DROP TABLE message_in;
DROP TABLE reply_address;
