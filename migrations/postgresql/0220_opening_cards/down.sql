DROP TABLE opening_presence;
DROP TABLE opening_circle;
DROP TABLE opening_card;
