-- The same table as a node's spare has; there it is used.
CREATE TABLE numbers_aside (
    kind        TEXT   NOT NULL,
    first       BIGINT NOT NULL,
    last        BIGINT NOT NULL,
    next        BIGINT NOT NULL,
    PRIMARY KEY (kind, first)
);
-- Where the numbers begin that are set aside for one node: twenty thousand each time, far from those
-- that are counted.
CREATE SEQUENCE numbers_alone START WITH 10000000 INCREMENT BY 20000;
