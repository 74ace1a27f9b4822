-- What caused a message, where traces are collected (W3C Trace Context).
ALTER TABLE deliveries ADD COLUMN trace TEXT;
