DROP TABLE offer;
DROP TABLE score;
DROP TABLE partner;
DROP TABLE bid;
DROP TABLE seat;
DROP TABLE question;
DROP TABLE lot;
