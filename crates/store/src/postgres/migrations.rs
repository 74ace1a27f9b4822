//! Brings the tables of a shared database up to date, one node at a time.

use super::{
    address::{Address, explain},
    connection::Connection,
    row::unavailable,
};
use crate::{
    StoreError,
    migrations::{Migration, POSTGRES, checksum_of, missing},
};

/// Any number will do, as long as all nodes know it: "front" in ASCII.
const ONE_NODE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(439989464692)";

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    name     TEXT PRIMARY KEY,
    checksum TEXT NOT NULL
)";

pub(super) async fn run(address: &Address) -> Result<(), StoreError> {
    let connection = Connection::open(address).await?;
    let lost = |error: tokio_postgres::Error| unavailable(explain(&error));
    let client = connection.client();
    client.batch_execute("BEGIN").await.map_err(lost)?;
    client.batch_execute(ONE_NODE_AT_A_TIME).await.map_err(lost)?;
    client.batch_execute(TABLE).await.map_err(lost)?;
    let rows = client.query_typed("SELECT name, checksum FROM migrations ORDER BY name", &[]);
    let rows = rows.await.map_err(lost)?;
    let done: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let missing = missing(&done, POSTGRES)?;
    for migration in missing {
        apply(&connection, migration).await?;
    }
    client.batch_execute("COMMIT").await.map_err(lost)?;
    if !missing.is_empty() {
        let applied: Vec<_> = missing.iter().map(|(name, _)| *name).collect();
        tracing::info!(?applied, "the database was brought up to date");
    }
    Ok(())
}

async fn apply(connection: &Connection, (name, sql): &Migration) -> Result<(), StoreError> {
    let failed = |error| unavailable(format!("migration {name}: {}", explain(&error)));
    let client = connection.client();
    client.batch_execute(sql).await.map_err(failed)?;
    let note = format!("INSERT INTO migrations VALUES ('{name}', '{}')", checksum_of(sql));
    client.batch_execute(&note).await.map_err(failed)
}
