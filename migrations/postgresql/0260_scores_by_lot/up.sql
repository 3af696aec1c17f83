-- A mark for one network, where a question is answered for each of them; empty where one answer counts for all.
ALTER TABLE score ADD COLUMN lot TEXT NOT NULL DEFAULT '';
ALTER TABLE score ALTER COLUMN lot DROP DEFAULT;
ALTER TABLE score DROP CONSTRAINT score_pkey;
ALTER TABLE score ADD PRIMARY KEY (submission_id, bid_id, question_id, lot);
