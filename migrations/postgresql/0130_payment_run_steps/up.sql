-- What was done with a run between its making and its payment: its file was fetched, a payment was taken out of it.
CREATE TABLE payment_run_step (
    id TEXT NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES payment_run (id),
    -- `fetched` or `taken_out`.
    done TEXT NOT NULL,
    -- Which payment was taken out.
    claim_id TEXT REFERENCES subject (id),
    -- The file held accounts when it was fetched; it had been fetched before the payment was taken out.
    marked BOOLEAN NOT NULL,
    by_person TEXT NOT NULL REFERENCES person (id),
    at TIMESTAMP NOT NULL
);
CREATE INDEX payment_run_step_run ON payment_run_step (run_id, at);
