-- Test pages at the beginning of shifts. What an unanswered one changes stands in the directory.
CREATE TABLE drills (
    id            TEXT    PRIMARY KEY,
    version       INTEGER NOT NULL,
    responder     TEXT    NOT NULL,
    is_open       INTEGER NOT NULL,
    state         TEXT    NOT NULL,
    started_at_us INTEGER NOT NULL,
    wake_at_us    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX drills_due ON drills (wake_at_us) WHERE wake_at_us IS NOT NULL;
CREATE INDEX drills_open ON drills (responder, started_at_us) WHERE is_open = 1;
