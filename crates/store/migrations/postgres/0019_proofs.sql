-- Which contact methods are known to reach their person, and codes that are on their way. The codes
-- themselves stand nowhere.
CREATE TABLE proofs (
    responder TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    address   TEXT    NOT NULL,
    version   BIGINT  NOT NULL,
    state     TEXT    NOT NULL,
    PRIMARY KEY (responder, kind, address)
);
