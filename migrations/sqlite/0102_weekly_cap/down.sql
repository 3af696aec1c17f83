DROP TABLE weekly_cap;
