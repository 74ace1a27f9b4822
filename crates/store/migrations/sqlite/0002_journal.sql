-- Each entry carries a hash of itself and of the hash of the one before, so that none can be altered
-- unnoticed: see src/chain.rs. fact_hash is a function of the program.
ALTER TABLE facts ADD COLUMN hash BLOB;

-- What is there already is chained once, from the first entry on. Only this step may.
DROP TRIGGER facts_are_never_changed;
WITH RECURSIVE chain (number, sequence, hash) AS (
    SELECT number, sequence, fact_hash(NULL, number, sequence, at_us, kind, actor, body)
    FROM facts
    WHERE sequence = (SELECT MIN(f.sequence) FROM facts AS f WHERE f.number = facts.number)
    UNION ALL
    SELECT next.number, next.sequence, fact_hash(chain.hash, next.number, next.sequence,
        next.at_us, next.kind, next.actor, next.body)
    FROM chain
    JOIN facts AS next ON next.number = chain.number AND next.sequence =
        (SELECT MIN(f.sequence) FROM facts AS f
         WHERE f.number = chain.number AND f.sequence > chain.sequence)
)
UPDATE facts SET hash = chain.hash FROM chain
WHERE facts.number = chain.number AND facts.sequence = chain.sequence;
CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
