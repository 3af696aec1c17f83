ALTER TABLE task_role RENAME TO task_role_after;
CREATE TABLE task_role (
    alliance_id TEXT NOT NULL,
    role TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    PRIMARY KEY (alliance_id, role, instance_id, task_id),
    FOREIGN KEY (instance_id, task_id) REFERENCES task (instance_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO task_role SELECT alliance_id, role, instance_id, task_id FROM task_role_after;
DROP TABLE task_role_after;
