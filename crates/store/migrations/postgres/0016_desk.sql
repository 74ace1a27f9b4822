-- The queue of the desk: who has a ticket, by when the desk owes a word, and what can be searched for.
ALTER TABLE tickets ADD COLUMN assignee TEXT;
ALTER TABLE tickets ADD COLUMN respond_by_us BIGINT;
ALTER TABLE tickets ADD COLUMN overdue_at_us BIGINT;
ALTER TABLE tickets ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE tickets SET search = lower(ticket);
CREATE INDEX tickets_overdue ON tickets (overdue_at_us) WHERE overdue_at_us IS NOT NULL;

-- Who is in an emergency and in a ticket is in the one that goes on.
ALTER TABLE requesters ADD COLUMN in_ticket BIGINT NOT NULL DEFAULT 0;
UPDATE requesters SET in_ticket = 1
    WHERE emergency IS NOT NULL AND ticket IN (SELECT number FROM tickets WHERE status <> 'escalated');
