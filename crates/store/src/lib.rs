//! Memory: journal, state, outbox, directory, tickets. SQL is only here.
//!
//! A unit of work is data ([`Unit`]): statements with values and the number of rows each must
//! touch. Waiting units share one commit, each inside a savepoint. Deliberately absent: rules.

pub mod records;
mod unit;

pub use records::*;
pub use unit::Unit;

use domain::{Number, TicketNumber};
use jiff::Timestamp;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else saved it first: load, decide again.
    #[error("somebody else changed it at the same moment")]
    Conflict,
    /// A row of this name is there already.
    #[error("it is there already")]
    Taken,
    /// The database cannot be reached or used now.
    #[error("the database is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is stored cannot be read back.
    #[error("a stored {what} cannot be read: {problem}")]
    Damaged { what: &'static str, problem: String },
}

/// The database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {}

impl Store {
    /// Commits a unit of work: all of it, on disk, or nothing.
    pub async fn commit(&self, _unit: Unit) -> Result<(), StoreError> {
        todo!()
    }

    /// The next free number; gaps are allowed.
    pub fn next_number(&self) -> Number {
        todo!()
    }

    pub fn next_ticket_number(&self) -> TicketNumber {
        todo!()
    }

    pub async fn emergency(&self, _number: Number) -> Result<Option<Saved>, StoreError> {
        todo!()
    }

    /// Emergencies whose `wake_at` has come, the most overdue first.
    pub async fn due(&self, _now: Timestamp, _limit: u32) -> Result<Vec<Number>, StoreError> {
        todo!()
    }

    /// The earliest `wake_at` of all, emergencies and tickets.
    pub async fn earliest_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        todo!()
    }
}
