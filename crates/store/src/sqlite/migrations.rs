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
    use super::*;

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
}
