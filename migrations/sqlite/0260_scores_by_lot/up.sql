-- A mark for one network, where a question is answered for each of them; empty where one answer counts for all.
ALTER TABLE score RENAME TO score_of_bid;
DROP INDEX score_round;
CREATE TABLE score (
    submission_id TEXT NOT NULL,
    bid_id TEXT NOT NULL REFERENCES bid (id),
    question_id TEXT NOT NULL REFERENCES question (id),
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    round_id TEXT NOT NULL REFERENCES subject (id),
    evaluation_id TEXT REFERENCES subject (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    place INTEGER NOT NULL,
    marks INTEGER NOT NULL,
    reason TEXT NOT NULL,
    dissent TEXT NOT NULL,
    at TEXT NOT NULL,
    -- The code of the lot.
    lot TEXT NOT NULL,
    PRIMARY KEY (submission_id, bid_id, question_id, lot)
) STRICT;
INSERT INTO score
SELECT submission_id, bid_id, question_id, alliance_id, round_id, evaluation_id, person_id, place, marks, reason, dissent, at, ''
FROM score_of_bid;
DROP TABLE score_of_bid;
CREATE INDEX score_round ON score (round_id, place);
