-- What an organisation said of itself, each time it said so. Never changed afterwards: a bid is
-- confirmed by a call to the number that stood here before the bid was begun.
CREATE TABLE profile_version (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    version INTEGER NOT NULL,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- JSON: question to answer.
    answers TEXT NOT NULL,
    -- Nobody, for what was there when the organisation was added.
    person_id TEXT REFERENCES person (id),
    at TEXT NOT NULL,
    PRIMARY KEY (organisation_id, version)
) STRICT;
INSERT INTO profile_version (organisation_id, version, alliance_id, answers, person_id, at)
SELECT id, 1, alliance_id, profile, NULL, created_at FROM organisation;
