DROP TABLE hidden_words;
DROP TABLE comment_reply;
ALTER TABLE comment DROP COLUMN same_as;
