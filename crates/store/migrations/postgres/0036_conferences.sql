-- The conference of an emergency at the provider of calls, and who was in it, a row a call.
CREATE TABLE conferences (
    emergency    BIGINT PRIMARY KEY,
    room         TEXT NOT NULL UNIQUE,
    pin          TEXT NOT NULL,
    opened_at_us BIGINT NOT NULL
);
CREATE TABLE conference_calls (
    id           TEXT PRIMARY KEY,
    emergency    BIGINT NOT NULL,
    who          TEXT NOT NULL,
    made_at_us   BIGINT NOT NULL,
    joined_at_us BIGINT,
    left_at_us   BIGINT
);
CREATE INDEX conference_calls_emergency ON conference_calls (emergency);
