-- The switch of each organization that was ever switched; it is woken for warnings and for its end.
CREATE TABLE switches (
    organization TEXT    PRIMARY KEY,
    version      INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    wake_at_us   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX switches_due ON switches (wake_at_us) WHERE wake_at_us IS NOT NULL;

CREATE TABLE switch_facts (
    organization TEXT    NOT NULL,
    sequence     INTEGER NOT NULL,
    at_us        INTEGER NOT NULL,
    actor        TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    PRIMARY KEY (organization, sequence)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER switch_facts_are_never_changed BEFORE UPDATE ON switch_facts
    BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER switch_facts_are_never_deleted BEFORE DELETE ON switch_facts
    BEGIN SELECT RAISE(ABORT, 'nothing is ever deleted from the journal'); END;

CREATE INDEX emergencies_of_organization ON emergencies (organization, number)
    WHERE organization IS NOT NULL AND state_name <> 'closed';
