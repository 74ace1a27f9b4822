-- The same tables as a spare of a node has; there they are used.
CREATE TABLE known_emergencies (
    number            BIGINT  PRIMARY KEY,
    version           BIGINT  NOT NULL,
    state             TEXT    NOT NULL,
    state_name        TEXT    NOT NULL,
    organization      TEXT,
    join_key          TEXT,
    service           TEXT,
    last_report_at_us BIGINT  NOT NULL,
    requesters        BIGINT  NOT NULL,
    wake_at_us        BIGINT  NOT NULL,
    opened_at_us      BIGINT  NOT NULL
);
CREATE TABLE known_requesters (
    id               TEXT    PRIMARY KEY,
    emergency        BIGINT  NOT NULL,
    requester        TEXT    NOT NULL,
    summary          TEXT    NOT NULL,
    email            TEXT,
    phone            TEXT,
    hears_by         TEXT,
    recipient        TEXT,
    email_died_at_us BIGINT,
    phone_died_at_us BIGINT,
    joined_at_us     BIGINT  NOT NULL
);
CREATE INDEX known_requesters_of ON known_requesters (emergency);
-- Those that this node goes on with alone, with the version that it knew.
CREATE TABLE borrowed (
    number  BIGINT  PRIMARY KEY,
    version BIGINT  NOT NULL
);
