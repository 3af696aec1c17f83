-- What whoever asked for a promise says a year after it was kept: still_so or no_longer.
ALTER TABLE obligation ADD COLUMN later_word TEXT;
ALTER TABLE obligation ADD COLUMN later_says TEXT;
ALTER TABLE obligation ADD COLUMN later_at TEXT;

-- Files that show how a promise was kept. A file that is erased is erased here, too.
CREATE TABLE promise_file (
    upload_id TEXT NOT NULL PRIMARY KEY REFERENCES upload (id),
    promise_id TEXT NOT NULL REFERENCES obligation (id),
    title TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
CREATE INDEX promise_file_promise ON promise_file (promise_id);
