DROP INDEX subject_parent;
CREATE INDEX subject_parent ON subject (parent_id, kind);
DROP INDEX journal_scope;
DROP INDEX instance_parent;
