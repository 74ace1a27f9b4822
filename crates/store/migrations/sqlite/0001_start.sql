-- Names ending in _us are moments, in microseconds since the epoch (UTC).
-- What is JSON here is a form of the crate domain, and a promise: see tests/stored.

CREATE TABLE emergencies (
    number            INTEGER PRIMARY KEY,
    version           INTEGER NOT NULL,
    state             TEXT    NOT NULL,
    state_name        TEXT    NOT NULL,
    organization      TEXT,
    join_key          TEXT,
    service           TEXT,
    last_report_at_us INTEGER NOT NULL,
    requesters        INTEGER NOT NULL,
    wake_at_us        INTEGER,
    opened_at_us      INTEGER NOT NULL,
    CONSTRAINT never_silent CHECK (state_name = 'closed' OR wake_at_us IS NOT NULL)
) STRICT;
CREATE INDEX emergencies_due ON emergencies (wake_at_us, number, state_name)
    WHERE wake_at_us IS NOT NULL;
CREATE INDEX emergencies_joinable ON emergencies (join_key, last_report_at_us)
    WHERE join_key IS NOT NULL AND state_name <> 'closed';

-- Who was called to an open emergency, or has it.
CREATE TABLE involved (
    responder TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (responder, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
    number   INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at_us    INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    body     TEXT    NOT NULL,
    PRIMARY KEY (number, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
    BEGIN SELECT RAISE(ABORT, 'nothing is ever deleted from the journal'); END;

-- A message that goes to many; one that goes to one address stands in its delivery.
CREATE TABLE messages (
    id   TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- While a delivery is leased, due_at_us is the end of the lease: then it is to be sent again.
CREATE TABLE deliveries (
    id              TEXT    PRIMARY KEY,
    message_id      TEXT,
    message         TEXT,
    emergency       INTEGER,
    ticket          INTEGER,
    lane            TEXT    NOT NULL,
    urgency         INTEGER NOT NULL,
    responder       TEXT,
    recipient       TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    queued_at_us    INTEGER NOT NULL,
    due_at_us       INTEGER NOT NULL,
    leased_until_us INTEGER,
    attempts        INTEGER NOT NULL,
    changed_at_us   INTEGER NOT NULL,
    problem         TEXT,
    provider_id     TEXT,
    CONSTRAINT says_something CHECK (message IS NOT NULL OR message_id IS NOT NULL)
) STRICT;
CREATE INDEX deliveries_waiting ON deliveries (lane, urgency, due_at_us) WHERE status = 'waiting';
CREATE INDEX deliveries_of_emergency ON deliveries (emergency, responder)
    WHERE emergency IS NOT NULL;
CREATE INDEX deliveries_of_ticket ON deliveries (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX deliveries_unconfirmed ON deliveries (changed_at_us)
    WHERE status = 'accepted' AND urgency = 0;

CREATE TABLE requests (
    id             TEXT    PRIMARY KEY,
    received_at_us INTEGER NOT NULL,
    channel        TEXT    NOT NULL,
    source         TEXT    NOT NULL,
    body           BLOB    NOT NULL,
    request        TEXT,
    emergency      INTEGER,
    ticket         INTEGER
) STRICT;
CREATE INDEX requests_of_emergency ON requests (emergency) WHERE emergency IS NOT NULL;
CREATE INDEX requests_of_ticket ON requests (ticket) WHERE ticket IS NOT NULL;

-- recipient is ready to be copied into a delivery; it is there exactly if hears_by is.
CREATE TABLE requesters (
    id               TEXT    PRIMARY KEY,
    emergency        INTEGER,
    ticket           INTEGER,
    requester        TEXT    NOT NULL,
    summary          TEXT    NOT NULL,
    email            TEXT,
    phone            TEXT,
    hears_by         TEXT,
    recipient        TEXT,
    email_died_at_us INTEGER,
    phone_died_at_us INTEGER,
    joined_at_us     INTEGER NOT NULL,
    CHECK ((hears_by IS NULL) = (recipient IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX requesters_by_email ON requesters (emergency, email) WHERE emergency IS NOT NULL;
CREATE INDEX requesters_by_phone ON requesters (emergency, phone)
    WHERE emergency IS NOT NULL AND phone IS NOT NULL;

CREATE TABLE idempotency_keys (
    scope         TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    answer        TEXT    NOT NULL,
    created_at_us INTEGER NOT NULL,
    PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_us);

CREATE TABLE directory_versions (
    version        INTEGER PRIMARY KEY,
    at_us          INTEGER NOT NULL,
    made_by        TEXT    NOT NULL,
    document       TEXT    NOT NULL,
    accepted_holes TEXT    NOT NULL
) STRICT;

CREATE TABLE tickets (
    number       INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL,
    requester    TEXT    NOT NULL,
    ticket       TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    wake_at_us   INTEGER,
    opened_at_us INTEGER NOT NULL
) STRICT;
CREATE INDEX tickets_due ON tickets (wake_at_us) WHERE wake_at_us IS NOT NULL;
CREATE INDEX tickets_by_status ON tickets (status, number);

CREATE TABLE ticket_replies (
    ticket   INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    reply    TEXT    NOT NULL,
    PRIMARY KEY (ticket, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    responder     TEXT    PRIMARY KEY,
    password_hash TEXT    NOT NULL,
    made_at_us    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Only the SHA-256 of a token is kept, of a session's as of an API token's.
CREATE TABLE sessions (
    token_hash      BLOB    PRIMARY KEY,
    responder       TEXT    NOT NULL,
    made_at_us      INTEGER NOT NULL,
    last_seen_at_us INTEGER NOT NULL,
    expires_at_us   INTEGER NOT NULL,
    user_agent      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_responder ON sessions (responder);

CREATE TABLE tokens (
    token_hash      BLOB    PRIMARY KEY,
    name            TEXT    NOT NULL UNIQUE,
    role            TEXT    NOT NULL,
    organization    TEXT,
    made_at_us      INTEGER NOT NULL,
    last_used_at_us INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE attachments (
    id         TEXT    PRIMARY KEY,
    emergency  INTEGER,
    ticket     INTEGER,
    requester  TEXT,
    file_name  TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    path       TEXT    NOT NULL,
    at_us      INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_of_emergency ON attachments (emergency) WHERE emergency IS NOT NULL;
CREATE INDEX attachments_of_ticket ON attachments (ticket) WHERE ticket IS NOT NULL;

CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE flags (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
