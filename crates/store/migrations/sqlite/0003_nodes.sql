-- Several nodes of the program may work on one database. Here it is one, and nothing is written to
-- nodes; the columns are there so that both databases have the same tables.
CREATE TABLE nodes (
    id            TEXT    PRIMARY KEY,
    name          TEXT    NOT NULL,
    version       TEXT    NOT NULL,
    started_at_us INTEGER NOT NULL,
    seen_at_us    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Until then the node that woke it is at work on it.
ALTER TABLE emergencies ADD COLUMN leased_until_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN leased_until_us INTEGER NOT NULL DEFAULT 0;
-- The node that holds the lease.
ALTER TABLE deliveries ADD COLUMN leased_by TEXT;
