-- Calendars that are fetched from an address: the last good copy, and how the last attempt went.
CREATE TABLE calendars (
    address       TEXT     PRIMARY KEY,
    days          TEXT     NOT NULL,
    etag          TEXT,
    fetched_at_us INTEGER NOT NULL,
    tried_at_us   INTEGER NOT NULL,
    problem       TEXT
) STRICT, WITHOUT ROWID;
