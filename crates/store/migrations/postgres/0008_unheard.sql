-- A page that its provider took and never reported on is given up once: then. What is there already was
-- never to be given up.
ALTER TABLE deliveries ADD COLUMN unheard_at_us BIGINT;
UPDATE deliveries SET unheard_at_us = changed_at_us WHERE status = 'accepted' AND urgency = 0;
CREATE INDEX deliveries_unheard ON deliveries (changed_at_us)
    WHERE status = 'accepted' AND urgency = 0 AND unheard_at_us IS NULL;
