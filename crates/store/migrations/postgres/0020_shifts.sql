-- Watching over shifts: who comes on call next, what they were told, and when to look again.
CREATE TABLE shifts (
    schedule   TEXT    PRIMARY KEY,
    version    BIGINT NOT NULL,
    state      TEXT    NOT NULL,
    wake_at_us BIGINT
);
CREATE INDEX shifts_due ON shifts (wake_at_us) WHERE wake_at_us IS NOT NULL;
