-- Who writes or calls again from a number is found by it, whatever case they are in.
CREATE INDEX requesters_of_phone ON requesters (phone, joined_at_us) WHERE phone IS NOT NULL;
