-- Open tasks that wait for anybody with a role, in the order in which Home lists them: of the whole
-- alliance, and of one organisation's records ('' for records of none).
ALTER TABLE task_role RENAME TO task_role_before;
CREATE TABLE task_role (
    alliance_id TEXT NOT NULL,
    role TEXT NOT NULL,
    instance_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    undated INTEGER NOT NULL,
    due_at TEXT,
    opened_at TEXT NOT NULL,
    PRIMARY KEY (alliance_id, role, instance_id, task_id),
    FOREIGN KEY (instance_id, task_id) REFERENCES task (instance_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO task_role
SELECT b.alliance_id, b.role, b.instance_id, b.task_id, COALESCE(s.organisation_id, ''), t.due_at IS NULL, t.due_at,
    t.opened_at
FROM task_role_before b
JOIN task t ON t.instance_id = b.instance_id AND t.id = b.task_id
JOIN instance i ON i.id = b.instance_id
JOIN subject s ON s.id = i.subject_id
WHERE t.closed_at IS NULL AND t.person_id IS NULL;
DROP TABLE task_role_before;
CREATE INDEX task_role_order ON task_role (alliance_id, role, undated, due_at, opened_at, task_id);
CREATE INDEX task_role_organisation
    ON task_role (alliance_id, role, organisation_id, undated, due_at, opened_at, task_id);
