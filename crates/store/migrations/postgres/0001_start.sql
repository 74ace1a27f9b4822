-- Names ending in _us are moments, in microseconds since the epoch (UTC).
-- What is JSON here is a form of the crate domain, and a promise: see tests/stored.

CREATE TABLE emergencies (
    number            BIGINT  PRIMARY KEY,
    version           BIGINT  NOT NULL,
    state             TEXT    NOT NULL,
    state_name        TEXT    NOT NULL,
    organization      TEXT,
    join_key          TEXT,
    service           TEXT,
    last_report_at_us BIGINT  NOT NULL,
    requesters        BIGINT  NOT NULL,
    wake_at_us        BIGINT,
    opened_at_us      BIGINT  NOT NULL,
    CONSTRAINT never_silent CHECK (state_name = 'closed' OR wake_at_us IS NOT NULL)
);
CREATE INDEX emergencies_due ON emergencies (wake_at_us, number, state_name)
    WHERE wake_at_us IS NOT NULL;
CREATE INDEX emergencies_joinable ON emergencies (join_key, last_report_at_us)
    WHERE join_key IS NOT NULL AND state_name <> 'closed';

-- Who was called to an open emergency, or has it.
CREATE TABLE involved (
    responder TEXT    NOT NULL,
    number    BIGINT  NOT NULL,
    PRIMARY KEY (responder, number)
);

CREATE TABLE facts (
    number   BIGINT  NOT NULL,
    sequence BIGINT  NOT NULL,
    at_us    BIGINT  NOT NULL,
    kind     TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    body     TEXT    NOT NULL,
    PRIMARY KEY (number, sequence)
);
CREATE FUNCTION facts_are_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is never changed, and nothing is ever deleted from it'
            USING ERRCODE = 'restrict_violation';
    END $$;
CREATE TRIGGER facts_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON facts
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_never_changed();

-- A message that goes to many; one that goes to one address stands in its delivery.
CREATE TABLE messages (
    id   TEXT PRIMARY KEY,
    body TEXT NOT NULL
);

-- While a delivery is leased, due_at_us is the end of the lease: then it is to be sent again.
CREATE TABLE deliveries (
    id              TEXT    PRIMARY KEY,
    message_id      TEXT,
    message         TEXT,
    emergency       BIGINT,
    ticket          BIGINT,
    lane            TEXT    NOT NULL,
    urgency         BIGINT  NOT NULL,
    responder       TEXT,
    recipient       TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    queued_at_us    BIGINT  NOT NULL,
    due_at_us       BIGINT  NOT NULL,
    leased_until_us BIGINT,
    attempts        BIGINT  NOT NULL,
    changed_at_us   BIGINT  NOT NULL,
    problem         TEXT,
    provider_id     TEXT,
    CONSTRAINT says_something CHECK (message IS NOT NULL OR message_id IS NOT NULL)
);
CREATE INDEX deliveries_waiting ON deliveries (lane, urgency, due_at_us) WHERE status = 'waiting';
CREATE INDEX deliveries_of_emergency ON deliveries (emergency, responder)
    WHERE emergency IS NOT NULL;
CREATE INDEX deliveries_of_ticket ON deliveries (ticket) WHERE ticket IS NOT NULL;
CREATE INDEX deliveries_unconfirmed ON deliveries (changed_at_us)
    WHERE status = 'accepted' AND urgency = 0;

CREATE TABLE requests (
    id             TEXT    PRIMARY KEY,
    received_at_us BIGINT  NOT NULL,
    channel        TEXT    NOT NULL,
    source         TEXT    NOT NULL,
    body           BYTEA    NOT NULL,
    request        TEXT,
    emergency      BIGINT,
    ticket         BIGINT
);
CREATE INDEX requests_of_emergency ON requests (emergency) WHERE emergency IS NOT NULL;
CREATE INDEX requests_of_ticket ON requests (ticket) WHERE ticket IS NOT NULL;

-- recipient is ready to be copied into a delivery; it is there exactly if hears_by is.
CREATE TABLE requesters (
    id               TEXT    PRIMARY KEY,
    emergency        BIGINT,
    ticket           BIGINT,
    requester        TEXT    NOT NULL,
    summary          TEXT    NOT NULL,
    email            TEXT,
    phone            TEXT,
    hears_by         TEXT,
    recipient        TEXT,
    email_died_at_us BIGINT,
    phone_died_at_us BIGINT,
    joined_at_us     BIGINT  NOT NULL,
    CHECK ((hears_by IS NULL) = (recipient IS NULL))
);
CREATE INDEX requesters_by_email ON requesters (emergency, email) WHERE emergency IS NOT NULL;
CREATE INDEX requesters_by_phone ON requesters (emergency, phone)
    WHERE emergency IS NOT NULL AND phone IS NOT NULL;

CREATE TABLE idempotency_keys (
    scope         TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    answer        TEXT    NOT NULL,
    created_at_us BIGINT  NOT NULL,
    PRIMARY KEY (scope, name)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_us);

CREATE TABLE directory_versions (
    version        BIGINT  PRIMARY KEY,
    at_us          BIGINT  NOT NULL,
    made_by        TEXT    NOT NULL,
    document       TEXT    NOT NULL,
    accepted_holes TEXT    NOT NULL
);

CREATE TABLE tickets (
    number       BIGINT  PRIMARY KEY,
    version      BIGINT  NOT NULL,
    requester    TEXT    NOT NULL,
    ticket       TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    wake_at_us   BIGINT,
    opened_at_us BIGINT  NOT NULL
);
CREATE INDEX tickets_due ON tickets (wake_at_us) WHERE wake_at_us IS NOT NULL;
CREATE INDEX tickets_by_status ON tickets (status, number);

CREATE TABLE ticket_replies (
    ticket   BIGINT  NOT NULL,
    sequence BIGINT  NOT NULL,
    reply    TEXT    NOT NULL,
    PRIMARY KEY (ticket, sequence)
);

CREATE TABLE accounts (
    responder     TEXT    PRIMARY KEY,
    password_hash TEXT    NOT NULL,
    made_at_us    BIGINT  NOT NULL
);

-- Only the SHA-256 of a token is kept, of a session's as of an API token's.
CREATE TABLE sessions (
    token_hash      BYTEA    PRIMARY KEY,
    responder       TEXT    NOT NULL,
    made_at_us      BIGINT  NOT NULL,
    last_seen_at_us BIGINT  NOT NULL,
    expires_at_us   BIGINT  NOT NULL,
    user_agent      TEXT    NOT NULL
);
CREATE INDEX sessions_of_responder ON sessions (responder);

CREATE TABLE tokens (
    token_hash      BYTEA    PRIMARY KEY,
    name            TEXT    NOT NULL UNIQUE,
    role            TEXT    NOT NULL,
    organization    TEXT,
    made_at_us      BIGINT  NOT NULL,
    last_used_at_us BIGINT
);

CREATE TABLE attachments (
    id         TEXT    PRIMARY KEY,
    emergency  BIGINT,
    ticket     BIGINT,
    requester  TEXT,
    file_name  TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    size       BIGINT  NOT NULL,
    path       TEXT    NOT NULL,
    at_us      BIGINT  NOT NULL
);
CREATE INDEX attachments_of_emergency ON attachments (emergency) WHERE emergency IS NOT NULL;
CREATE INDEX attachments_of_ticket ON attachments (ticket) WHERE ticket IS NOT NULL;

CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

CREATE TABLE flags (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- The numbers that people say on the phone; domain::Number::FIRST is the first.
CREATE SEQUENCE emergency_numbers START WITH 1001;
CREATE SEQUENCE ticket_numbers START WITH 1001;
