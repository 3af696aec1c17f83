DROP TABLE incident_reason;
