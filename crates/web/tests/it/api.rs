//! `/api/v1`

mod coverage;
mod directory;
mod emergencies;
mod health;
mod idempotency;
mod on_call;
mod openapi;
mod permission;
mod requests;
pub(crate) mod switch;
mod tickets;
