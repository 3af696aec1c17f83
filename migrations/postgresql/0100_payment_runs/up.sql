-- Payments for involvement are made in runs: the claims of a run go to the payroll as one file, and are recorded as
-- paid together.
CREATE TABLE payment_run (
    id TEXT NOT NULL PRIMARY KEY,
    alliance_id TEXT NOT NULL REFERENCES alliance (id),
    -- `PAY-2026-003`.
    reference TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES person (id),
    made_at TIMESTAMP NOT NULL,
    -- The day on which the money went, who recorded that, and when.
    paid_on TEXT,
    paid_by TEXT REFERENCES person (id),
    recorded_at TIMESTAMP,
    UNIQUE (alliance_id, reference)
);
CREATE INDEX payment_run_alliance ON payment_run (alliance_id, made_at);
-- What is paid in a run. The claim is the key: it is in one run at most, whoever makes two at once.
CREATE TABLE payment_line (
    claim_id TEXT NOT NULL PRIMARY KEY REFERENCES subject (id),
    run_id TEXT NOT NULL REFERENCES payment_run (id),
    instance_id TEXT NOT NULL REFERENCES instance (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    -- As it was when the run was made: pence for the activity, and for what was spent.
    pence BIGINT NOT NULL,
    expenses BIGINT NOT NULL
);
CREATE INDEX payment_line_run ON payment_line (run_id, claim_id);
