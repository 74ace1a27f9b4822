//! Brings the tables of a file up to date.

use rusqlite::{Connection, TransactionBehavior, params};

use super::unavailable;
use crate::{
    StoreError,
    migrations::{SQLITE, checksum_of, missing},
};

pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let applied = apply_missing(connection, SQLITE)?;
    if !applied.is_empty() {
        tracing::info!(?applied, "the database was brought up to date");
    }
    Ok(())
}

fn apply_missing<'a>(
    connection: &mut Connection,
    migrations: &[(&'a str, &'a str)],
) -> Result<Vec<&'a str>, StoreError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(unavailable)?;
    let done = migrations_done(&transaction).map_err(unavailable)?;
    let missing = missing(&done, migrations)?;
    for (name, sql) in missing {
        let apply = || {
            transaction.execute_batch(sql)?;
            transaction.execute(
                "INSERT INTO migrations (name, checksum) VALUES (?1, ?2)",
                params![name, checksum_of(sql)],
            )
        };
        apply().map_err(|error| unavailable(format!("migration {name}: {error}")))?;
    }
    transaction.commit().map_err(unavailable)?;
    Ok(missing.iter().map(|(name, _)| *name).collect())
}

/// The names and checksums of what was applied, in order.
fn migrations_done(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (
             name     TEXT PRIMARY KEY,
             checksum TEXT NOT NULL
         ) STRICT",
    )?;
    let mut statement =
        connection.prepare("SELECT name, checksum FROM migrations ORDER BY name")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::sqlite::functions;

    const ONE: (&str, &str) = ("0001_one", "CREATE TABLE one (a TEXT)");
    const TWO: (&str, &str) = ("0002_two", "ALTER TABLE one ADD COLUMN b TEXT");

    #[test]
    fn what_is_missing_is_applied_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(apply_missing(&mut connection, &[ONE]).unwrap(), ["0001_one"]);
        assert_eq!(apply_missing(&mut connection, &[ONE, TWO]).unwrap(), ["0002_two"]);
        assert_eq!(apply_missing(&mut connection, &[ONE, TWO]).unwrap(), [""; 0]);
        connection.execute("INSERT INTO one (a, b) VALUES ('1', '2')", []).unwrap();
        let by_the_version_before = apply_missing(&mut connection, &[ONE]).unwrap();
        assert_eq!(by_the_version_before, [""; 0]);
    }

    #[test]
    fn one_that_fails_leaves_everything_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        let broken = ("0002_broken", "CREATE TABLE two (a TEXT); CREATE NONSENSE");
        let error = apply_missing(&mut connection, &[ONE, broken]).unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains("0002_broken"), "{cause}");
        assert_eq!(apply_missing(&mut connection, &[ONE, TWO]).unwrap(), ["0001_one", "0002_two"]);
    }

    #[test]
    fn a_migration_that_was_changed_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        apply_missing(&mut connection, &[ONE]).unwrap();
        let changed = ("0001_one", "CREATE TABLE one (a TEXT, b TEXT)");
        let error = apply_missing(&mut connection, &[changed]).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    }

    /// Of each table and column: its type, whether it is part of the key, and whether whoever writes a
    /// row must name it.
    fn columns(steps: &[(&str, &str)]) -> BTreeMap<(String, String), (String, bool, bool)> {
        let mut connection = Connection::open_in_memory().unwrap();
        functions::add(&connection).unwrap();
        apply_missing(&mut connection, steps).unwrap();
        let sql = "SELECT m.name, p.name, p.type, p.pk > 0, p.\"notnull\" AND p.dflt_value IS NULL
                   FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS p
                   WHERE m.type = 'table' AND m.name <> 'migrations'";
        let mut statement = connection.prepare(sql).unwrap();
        let read = |row: &rusqlite::Row<'_>| {
            Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?, row.get(4)?)))
        };
        statement.query_map([], read).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// What a version that knows only the first `known` of the steps cannot live with.
    fn breaks(steps: &[(&str, &str)], known: usize) -> Vec<String> {
        let (before, after) = (columns(&steps[..known]), columns(steps));
        let gone = before.iter().filter(|(name, it)| after.get(*name) != Some(*it));
        let gone = gone.map(|((table, column), _)| format!("{table}.{column} is not what it was"));
        let tables: BTreeSet<_> = before.keys().map(|(table, _)| table).collect();
        let demanded = after.iter().filter(|(name, (_, _, is_demanded))| {
            tables.contains(&name.0) && !before.contains_key(*name) && *is_demanded
        });
        let demanded =
            demanded.map(|((table, column), _)| format!("{table}.{column} must be given"));
        gone.chain(demanded).collect()
    }

    /// While an upgrade goes from node to node the version before works on the new tables.
    #[test]
    fn each_version_before_can_live_with_the_tables_of_this_one() {
        for (known, (name, _)) in SQLITE.iter().enumerate().skip(1) {
            assert_eq!(breaks(SQLITE, known), [""; 0], "before {name}");
        }
        for (change, broken) in [
            ("ALTER TABLE one ADD COLUMN b TEXT", None),
            ("ALTER TABLE one ADD COLUMN b TEXT NOT NULL DEFAULT ''", None),
            ("CREATE TABLE two (c TEXT NOT NULL)", None),
            ("DROP TABLE one", Some("one.a is not what it was")),
            ("ALTER TABLE one RENAME COLUMN a TO b", Some("one.a is not what it was")),
            (
                "DROP TABLE one; CREATE TABLE one (a TEXT, b TEXT NOT NULL)",
                Some("one.b must be given"),
            ),
            ("DROP TABLE one; CREATE TABLE one (a INTEGER)", Some("one.a is not what it was")),
        ] {
            let found = breaks(&[ONE, ("0002_two", change)], 1);
            assert_eq!(found.first().map(String::as_str), broken, "{change}");
        }
    }

    #[test]
    fn no_step_takes_anything_away_from_a_shared_database() {
        let takes = ["DROP TABLE", "DROP COLUMN", "RENAME", "ALTER COLUMN", "DROP SEQUENCE"];
        for (name, sql) in crate::migrations::POSTGRES {
            let sql = sql.to_uppercase();
            for word in takes {
                assert!(
                    !sql.contains(word),
                    "{name} says {word}: add first, take away a release later"
                );
            }
        }
    }
}
