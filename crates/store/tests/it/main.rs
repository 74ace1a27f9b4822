//! What the store promises, through its public face alone, so that every database can be held to
//! it. What only `SQLite` promises stands in `sqlite.rs`.

#![expect(clippy::unwrap_used, reason = "a promise is a test, though a macro writes the attribute")]

/// Makes each promise a test on each database.
macro_rules! contract {
    ($($promise:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $promise() {
                super::$promise(crate::sample::Place::new()).await;
            })*
        }
        mod real_postgres {
            $(#[tokio::test]
            async fn $promise() {
                super::$promise(crate::sample::Place::on_postgres()).await;
            })*
        }
    };
}

mod cluster;
mod conferences;
mod devices;
mod drills;
mod emergencies;
mod feeds;
mod house;
mod journal;
mod known;
mod nodes;
mod outbox;
mod proofs;
mod protocol;
mod recordings;
mod requesters;
mod rooms;
mod sample;
mod shifts;
mod spare;
mod sqlite;
mod stored;
mod swaps;
mod switches;
mod tickets;
