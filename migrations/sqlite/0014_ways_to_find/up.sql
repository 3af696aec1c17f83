-- What every step asks: who is below this instance, what has happened to it, which records belong
-- to that one. Without these the answer takes a look at everything that the alliance has.
CREATE INDEX instance_parent ON instance (parent_id, alliance_id);
CREATE INDEX journal_scope ON journal (scope, alliance_id, position);
DROP INDEX subject_parent;
CREATE INDEX subject_parent ON subject (parent_id, kind, alliance_id);
