-- The switch of each organization that was ever switched; it is woken for warnings and for its end.
CREATE TABLE switches (
    organization TEXT   PRIMARY KEY,
    version      BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    wake_at_us   BIGINT
);
CREATE INDEX switches_due ON switches (wake_at_us) WHERE wake_at_us IS NOT NULL;

CREATE TABLE switch_facts (
    organization TEXT   NOT NULL,
    sequence     BIGINT NOT NULL,
    at_us        BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    scope        TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    PRIMARY KEY (organization, sequence)
);
CREATE TRIGGER switch_facts_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON switch_facts
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_never_changed();

CREATE INDEX emergencies_of_organization ON emergencies (organization, number)
    WHERE organization IS NOT NULL AND state_name <> 'closed';
