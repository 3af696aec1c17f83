DROP TABLE self_description;
