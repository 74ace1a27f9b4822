-- The chat room of an emergency: where it is, and what was last done about it.
CREATE TABLE rooms (
    emergency BIGINT PRIMARY KEY,
    channel   TEXT NOT NULL UNIQUE,
    topic     TEXT NOT NULL,
    invited   TEXT NOT NULL
);
