-- What whoever saw to an incident said of it.
CREATE TABLE incident_reason (
    incident_id TEXT NOT NULL PRIMARY KEY REFERENCES incident (id),
    because TEXT NOT NULL
) STRICT;
