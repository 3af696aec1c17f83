DROP TABLE payment_line;
DROP TABLE payment_run;
