-- Whether a desk outside did not get something of this ticket.
ALTER TABLE tickets ADD COLUMN not_forwarded INTEGER NOT NULL DEFAULT 0;
