DROP TABLE waiting_change;
