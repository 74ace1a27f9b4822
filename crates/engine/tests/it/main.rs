//! The engine over a real store, with a clock that the test moves and a wall instead of providers.

mod app;

mod deliveries;
mod live;
mod nights;
mod postgres;
mod real_postgres;
mod requests;
mod stopping;
mod texts;
mod tickets;
