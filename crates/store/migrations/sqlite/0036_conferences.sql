-- The conference of an emergency at the provider of calls, and who was in it, a row a call.
CREATE TABLE conferences (
    emergency    INTEGER PRIMARY KEY,
    room         TEXT NOT NULL UNIQUE,
    pin          TEXT NOT NULL,
    opened_at_us INTEGER NOT NULL
) STRICT;
CREATE TABLE conference_calls (
    id           TEXT PRIMARY KEY,
    emergency    INTEGER NOT NULL,
    who          TEXT NOT NULL,
    made_at_us   INTEGER NOT NULL,
    joined_at_us INTEGER,
    left_at_us   INTEGER
) STRICT;
CREATE INDEX conference_calls_emergency ON conference_calls (emergency);
