DROP TABLE section_words;
