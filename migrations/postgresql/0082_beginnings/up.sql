-- What people type before something is there that it could be kept with: a workflow that is to be started.
CREATE TABLE beginning (
    -- Also the idempotency key of what is started in the end.
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    acting_for TEXT REFERENCES person (id),
    workflow TEXT NOT NULL,
    -- The record that it is to belong to; the alliance's own, where it stands by itself.
    above_id TEXT NOT NULL REFERENCES subject (id),
    -- JSON: field to what was typed.
    answers TEXT NOT NULL,
    begun_at TIMESTAMP NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    -- The instance that it became.
    instance_id TEXT REFERENCES instance (id)
);
CREATE UNIQUE INDEX beginning_open ON beginning (person_id, workflow, above_id) WHERE sent_at IS NULL;
