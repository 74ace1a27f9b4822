-- Several nodes of the program work on one database: who they are, and when each was last seen.
CREATE TABLE nodes (
    id            TEXT   PRIMARY KEY,
    name          TEXT   NOT NULL,
    version       TEXT   NOT NULL,
    started_at_us BIGINT NOT NULL,
    seen_at_us    BIGINT NOT NULL
);

-- Until then the node that woke it is at work on it.
ALTER TABLE emergencies ADD COLUMN leased_until_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN leased_until_us BIGINT NOT NULL DEFAULT 0;
-- The node that holds the lease.
ALTER TABLE deliveries ADD COLUMN leased_by TEXT;
CREATE INDEX deliveries_leased ON deliveries (leased_by)
    WHERE leased_by IS NOT NULL AND status = 'waiting';
