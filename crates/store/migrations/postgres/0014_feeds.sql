-- Calendar feeds with private links: a link is sealed by this installation and counts while its row is here.
CREATE TABLE feeds (
    id          TEXT PRIMARY KEY,
    responder   TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    made_at_us  BIGINT NOT NULL,
    read_at_us  BIGINT
);
CREATE INDEX feeds_of ON feeds (responder);
