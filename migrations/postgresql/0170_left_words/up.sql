-- What arrived from a browser that nobody was signed in at any more, for an hour.
CREATE TABLE left_form (
    id TEXT NOT NULL PRIMARY KEY,
    -- A hash of what the browser's cookie holds.
    browser TEXT NOT NULL,
    -- A mark of the person to whom the page was shown.
    mark TEXT NOT NULL,
    -- Where it was sent to and what was typed, sealed.
    sealed TEXT NOT NULL,
    -- Wall time.
    kept_at TIMESTAMP NOT NULL
);
CREATE INDEX left_form_browser ON left_form (browser);
