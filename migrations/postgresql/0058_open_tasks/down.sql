DROP INDEX task_open;
CREATE INDEX task_alliance ON task (alliance_id, due_at) WHERE closed_at IS NULL;
