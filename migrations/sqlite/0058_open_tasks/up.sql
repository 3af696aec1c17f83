-- Open tasks in the order in which Home lists them: those with a date first, the nearest first.
DROP INDEX task_alliance;
CREATE INDEX task_open ON task (alliance_id, (due_at IS NULL), due_at, opened_at, id) WHERE closed_at IS NULL;
