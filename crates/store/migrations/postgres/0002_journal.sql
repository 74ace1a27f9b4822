-- Each entry carries a hash of itself and of the hash of the one before, so that none can be altered
-- unnoticed: see src/chain.rs, which computes the same.
CREATE FUNCTION fact_hash(
    previous BYTEA, number BIGINT, sequence BIGINT, at_us BIGINT, kind TEXT, actor TEXT, body TEXT
) RETURNS BYTEA LANGUAGE sql STABLE AS $$
    SELECT sha256(
        COALESCE(previous, decode(repeat('00', 32), 'hex'))
        || int8send(number) || int8send(sequence) || int8send(at_us)
        || int8send(octet_length(convert_to(kind, 'UTF8'))::BIGINT) || convert_to(kind, 'UTF8')
        || int8send(octet_length(convert_to(actor, 'UTF8'))::BIGINT) || convert_to(actor, 'UTF8')
        || int8send(octet_length(convert_to(body, 'UTF8'))::BIGINT) || convert_to(body, 'UTF8'))
$$;
ALTER TABLE facts ADD COLUMN hash BYTEA;

-- What is there already is chained once, from the first entry on. Only this step may.
ALTER TABLE facts DISABLE TRIGGER facts_are_never_changed;
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
ALTER TABLE facts ENABLE TRIGGER facts_are_never_changed;
