-- A mark for one network has no place in what was: it is left out.
DELETE FROM score WHERE lot <> '';
ALTER TABLE score DROP CONSTRAINT score_pkey;
ALTER TABLE score DROP COLUMN lot;
ALTER TABLE score ADD PRIMARY KEY (submission_id, bid_id, question_id);
