-- The section that changed because of a comment, as whoever answered says.
ALTER TABLE comment ADD COLUMN changed_section TEXT;
-- What is missing, in the words of whoever is not happy with an answer.
ALTER TABLE comment ADD COLUMN unhappy_because TEXT;
-- How it came, if it was not typed by its author: a word.
ALTER TABLE comment ADD COLUMN way TEXT;
