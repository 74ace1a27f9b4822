-- In a spare: open emergencies of the shared database as they were last, those whose deadlines come
-- first, and who is in them. Nothing wakes here.
CREATE TABLE known_emergencies (
    number            INTEGER PRIMARY KEY,
    version           INTEGER NOT NULL,
    state             TEXT    NOT NULL,
    state_name        TEXT    NOT NULL,
    organization      TEXT,
    join_key          TEXT,
    service           TEXT,
    last_report_at_us INTEGER NOT NULL,
    requesters        INTEGER NOT NULL,
    wake_at_us        INTEGER NOT NULL,
    opened_at_us      INTEGER NOT NULL
) STRICT;
CREATE TABLE known_requesters (
    id               TEXT    PRIMARY KEY,
    emergency        INTEGER NOT NULL,
    requester        TEXT    NOT NULL,
    summary          TEXT    NOT NULL,
    email            TEXT,
    phone            TEXT,
    hears_by         TEXT,
    recipient        TEXT,
    email_died_at_us INTEGER,
    phone_died_at_us INTEGER,
    joined_at_us     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX known_requesters_of ON known_requesters (emergency);
-- Those that this node goes on with alone, with the version that it knew.
CREATE TABLE borrowed (
    number  INTEGER PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;
