//! A database of its own for each test, on the PostgreSQL server of this run.

use tokio_postgres::NoTls;

/// The address of a new, empty database.
pub(crate) async fn database() -> String {
    let server = std::env::var("FRONTLINE_TEST_POSTGRES").expect(
        "FRONTLINE_TEST_POSTGRES is the address of a server: cargo nextest sets it; else start \
         tests/postgres-server",
    );
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let address = format!("{server}/postgres?sslmode=disable");
    let (client, connection) =
        tokio_postgres::connect(&address, NoTls).await.expect("the server lets us in");
    let connection = tokio::spawn(connection);
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("it is new");
    connection.abort();
    format!("{server}/{name}?sslmode=disable")
}
