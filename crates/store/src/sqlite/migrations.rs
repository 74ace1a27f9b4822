//! Brings the tables of a database up to date, forwards only.

use rusqlite::{Connection, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::unavailable;
use crate::StoreError;

/// In order; what was released is never changed. A step must leave the version before it working:
/// add first, take away a release later.
const MIGRATIONS: [(&str, &str); 2] = [
    ("0001_start", include_str!("../../migrations/sqlite/0001_start.sql")),
    ("0002_journal", include_str!("../../migrations/sqlite/0002_journal.sql")),
];

pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let applied = apply_missing(connection, &MIGRATIONS)?;
    if !applied.is_empty() {
        tracing::info!(?applied, "the database was brought up to date");
    }
    Ok(())
}

fn apply_missing<'a>(
    connection: &mut Connection,
    migrations: &[(&'a str, &str)],
) -> Result<Vec<&'a str>, StoreError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(unavailable)?;
    let done = migrations_done(&transaction).map_err(unavailable)?;
    for (name, _) in done.iter().skip(migrations.len()) {
        tracing::warn!(name, "the database was already used by a newer version");
    }
    for ((name, checksum), (known, sql)) in done.iter().zip(migrations) {
        if name != known || *checksum != checksum_of(sql) {
            let problem = format!(
                "it was made by \"{name}\", which is not the \"{known}\" of this version: is it \
                 the database of another program?"
            );
            return Err(StoreError::Damaged { what: "schema", problem });
        }
    }
    let missing = migrations.get(done.len()..).unwrap_or_default();
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

fn checksum_of(sql: &str) -> String {
    Sha256::digest(sql).iter().map(|byte| format!("{byte:02x}")).collect()
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
