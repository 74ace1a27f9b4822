-- Browsers and phones that take notifications, and whose they are: one that changes hands belongs to the last.
CREATE TABLE devices (
    id          TEXT PRIMARY KEY,
    responder   TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    endpoint    TEXT    NOT NULL UNIQUE,
    p256dh      TEXT    NOT NULL,
    auth        TEXT    NOT NULL,
    made_at_us  INTEGER NOT NULL,
    taken_at_us INTEGER
) STRICT;
CREATE INDEX devices_of ON devices (responder);
