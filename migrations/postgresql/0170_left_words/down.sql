DROP TABLE left_form;
