-- In a spare: numbers that the shared database has set aside for what is taken in without it. The
-- next one of a row is free, up to the last.
CREATE TABLE numbers_aside (
    kind        TEXT    NOT NULL,
    first       INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    next        INTEGER NOT NULL,
    PRIMARY KEY (kind, first)
) STRICT;
