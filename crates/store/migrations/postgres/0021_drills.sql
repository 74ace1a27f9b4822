-- Test pages at the beginning of shifts. What an unanswered one changes stands in the directory.
CREATE TABLE drills (
    id            TEXT    PRIMARY KEY,
    version       BIGINT NOT NULL,
    responder     TEXT    NOT NULL,
    is_open       BIGINT NOT NULL,
    state         TEXT    NOT NULL,
    started_at_us BIGINT NOT NULL,
    wake_at_us    BIGINT
);
CREATE INDEX drills_due ON drills (wake_at_us) WHERE wake_at_us IS NOT NULL;
CREATE INDEX drills_open ON drills (responder, started_at_us) WHERE is_open = 1;
