-- Who added whom, gave them a role or another address, and who confirmed it as a second person: by this it is known
-- whether two names are two people.
CREATE TABLE person_change (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- Who was added, appointed, or is reached elsewhere now.
    person_id TEXT NOT NULL REFERENCES person (id),
    what TEXT NOT NULL CHECK (what IN ('added', 'appointed', 'address')),
    appointment_id TEXT REFERENCES appointment (id),
    -- In whose name it was done, and by whose hand.
    done_by TEXT NOT NULL REFERENCES person (id),
    hand TEXT NOT NULL REFERENCES person (id),
    confirmed_by TEXT REFERENCES person (id),
    done_at TEXT NOT NULL
) STRICT;
CREATE INDEX person_change_person ON person_change (alliance_id, person_id);
-- By whose hand a change was asked for, where somebody acted for another.
ALTER TABLE waiting_change ADD COLUMN hand TEXT;
