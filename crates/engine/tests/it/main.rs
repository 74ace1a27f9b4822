//! The engine over a real store, with a clock that the test moves and a wall instead of providers.

mod alone;
mod announced;
mod app;
mod borrowed;
mod bridges;
mod calendars;

#[path = "../../../store/tests/it/cluster.rs"]
mod cluster;
mod deliveries;
mod drills;
mod duty;
mod forwards;
mod full_disk;
mod listener;
mod live;
mod nights;
mod pace;
mod proofs;
mod providers;
mod real_postgres;
mod requests;
mod shifts;
mod spare;
mod stopping;
mod storm;
mod switches;
mod texts;
mod tickets;
mod vitals;
mod wire;
