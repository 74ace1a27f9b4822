-- What callers said, until it is fetched from the provider and kept with the case. A deadline that is
-- empty: it is kept, or given up.
CREATE TABLE recordings (
    id          TEXT PRIMARY KEY,
    emergency   INTEGER,
    ticket      INTEGER,
    requester   TEXT NOT NULL,
    name        TEXT,
    url         TEXT NOT NULL,
    secs        INTEGER NOT NULL,
    made_at_us  INTEGER NOT NULL,
    due_at_us   INTEGER,
    attempts    INTEGER NOT NULL,
    problem     TEXT,
    kept_at_us  INTEGER
) STRICT;
CREATE INDEX recordings_due ON recordings (due_at_us) WHERE due_at_us IS NOT NULL;
CREATE INDEX recordings_emergency ON recordings (emergency) WHERE emergency IS NOT NULL;
CREATE INDEX recordings_ticket ON recordings (ticket) WHERE ticket IS NOT NULL;
