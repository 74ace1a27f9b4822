//! What the store promises, through its public face alone, so that every database can be held to
//! it. What only `SQLite` promises stands in `sqlite.rs`.

mod emergencies;
mod house;
mod journal;
mod outbox;
mod requesters;
mod sample;
mod sqlite;
mod stored;
