-- The journal of each switch is chained as those of emergencies are: see src/chain.rs.
ALTER TABLE switch_facts ADD COLUMN hash BLOB;

-- What is there already is chained once, from the first entry on. Only this step may.
DROP TRIGGER switch_facts_are_never_changed;
WITH RECURSIVE chain (organization, sequence, hash) AS (
    SELECT organization, sequence, fact_hash(NULL, 0, sequence, at_us,
        organization || ' ' || scope, actor, body)
    FROM switch_facts
    WHERE sequence = 1
    UNION ALL
    SELECT next.organization, next.sequence, fact_hash(chain.hash, 0, next.sequence, next.at_us,
        next.organization || ' ' || next.scope, next.actor, next.body)
    FROM chain
    JOIN switch_facts AS next ON next.organization = chain.organization
        AND next.sequence = chain.sequence + 1
)
UPDATE switch_facts SET hash = chain.hash FROM chain
WHERE switch_facts.organization = chain.organization AND switch_facts.sequence = chain.sequence;
CREATE TRIGGER switch_facts_are_never_changed BEFORE UPDATE ON switch_facts
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
