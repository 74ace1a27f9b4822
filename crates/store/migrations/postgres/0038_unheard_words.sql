-- A text message to a requester that its provider took and never reported on goes another way once: then.
-- What is there already was never to do so.
UPDATE deliveries SET unheard_at_us = changed_at_us
    WHERE status = 'accepted' AND lane = 'sms' AND urgency IN (2, 3);
CREATE INDEX deliveries_unheard_words ON deliveries (changed_at_us)
    WHERE status = 'accepted' AND lane = 'sms' AND urgency IN (2, 3) AND unheard_at_us IS NULL;
