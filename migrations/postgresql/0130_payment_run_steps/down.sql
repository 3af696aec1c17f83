DROP TABLE payment_run_step;
