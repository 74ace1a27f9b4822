//! A database of its own for each test, on the PostgreSQL server of this run.

use std::process::Command;

/// The address of a new, empty database.
pub(crate) fn database() -> String {
    let server = std::env::var("FRONTLINE_TEST_POSTGRES").expect(
        "FRONTLINE_TEST_POSTGRES is the address of a server: cargo nextest sets it; else start \
         tests/postgres-server",
    );
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let made = Command::new("psql")
        .args(["-q", &format!("{server}/postgres"), "-c", &format!("CREATE DATABASE {name}")])
        .status();
    assert!(made.expect("psql of the Debian package postgresql is there").success());
    let server = match std::env::var("FRONTLINE_TEST_POOLER") {
        // Databases are made on the server itself, and reached through the pooler before it.
        Ok(pooler) => format!("postgres://frontline@{pooler}"),
        Err(_) => server,
    };
    format!("{server}/{name}?sslmode=disable")
}
