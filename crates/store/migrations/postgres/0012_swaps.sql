-- Questions of one responder to another, to swap shifts. What they change stands in the directory.
CREATE TABLE swaps (
    id          TEXT   PRIMARY KEY,
    version     BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    asked_by    TEXT   NOT NULL,
    asked_of    TEXT   NOT NULL,
    asked_at_us BIGINT NOT NULL,
    wake_at_us  BIGINT
);
CREATE INDEX swaps_due ON swaps (wake_at_us) WHERE wake_at_us IS NOT NULL;
CREATE INDEX swaps_by ON swaps (asked_by, asked_at_us);
CREATE INDEX swaps_of ON swaps (asked_of, asked_at_us);
