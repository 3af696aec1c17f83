DROP TABLE outage;
DROP TABLE heartbeat;
