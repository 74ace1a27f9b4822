//! Memory: journal, state, outbox, directory, tickets. SQL is only here.
//!
//! A unit of work is data ([`Unit`]): statements with values and the number of rows each must
//! touch. Waiting units share one commit, each inside a savepoint. Deliberately absent: rules.

mod access;
mod attachments;
mod chain;
mod database;
mod deliveries;
mod directory;
mod emergencies;
mod facts;
mod idempotency;
mod inspection;
mod keep;
mod listing;
mod outbox;
pub mod records;
mod requesters;
mod requests;
mod sqlite;
mod tickets;
mod unit;
mod value;

pub use access::{Account, Session, Token, TokenHash};
pub use attachments::Attachment;
pub use chain::{Hash, Head};
pub use directory::DirectoryVersion;
pub use inspection::{Anchors, Finding, Inspected, Inspection, Wrong};
pub use keep::Counts;
pub use listing::{Cursor, ListState, Listed, NotACursor};
pub use records::*;
pub use tickets::{SavedTicket, TicketFilter};
pub use unit::Unit;

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::{Number, TicketNumber};

use database::Database;

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
    /// A rule of the database itself is broken: a mistake of ours, and nothing was written.
    #[error("the database forbids it: {0}")]
    Forbidden(String),
    /// The address of the database is not one.
    #[error("{0}")]
    Address(String),
}

/// The database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    database: Arc<Database>,
    numbers: Arc<Numbers>,
}

/// The next free numbers.
#[derive(Debug)]
struct Numbers {
    emergency: AtomicU32,
    ticket: AtomicU32,
}

impl Store {
    /// Opens `sqlite:PATH`, makes it if there is none, and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let database = Database::open(url).await?;
        let sql = "SELECT (SELECT MAX(number) FROM emergencies), (SELECT MAX(number) FROM tickets)";
        let row = database.find(sql, Vec::new()).await?;
        let (mut emergency, mut ticket) = (None, None);
        if let Some(row) = row {
            let mut cells = row.cells("number");
            (emergency, ticket) = (cells.take::<Option<u32>>()?, cells.take::<Option<u32>>()?);
        }
        let numbers = Numbers {
            emergency: AtomicU32::new(emergency.map_or(Number::FIRST.0, |last| last + 1)),
            ticket: AtomicU32::new(ticket.map_or(TicketNumber::FIRST.0, |last| last + 1)),
        };
        Ok(Self { database: Arc::new(database), numbers: Arc::new(numbers) })
    }

    /// Commits a unit of work: all of it, on disk, or nothing.
    pub async fn commit(&self, unit: Unit) -> Result<(), StoreError> {
        self.database.write(unit).await.map(drop)
    }

    /// The next free number; gaps are allowed. Should another process have taken it meanwhile,
    /// opening it gives [`StoreError::Taken`]: take the next.
    pub fn next_number(&self) -> Number {
        Number(self.numbers.emergency.fetch_add(1, Ordering::Relaxed))
    }

    /// The next free number of a ticket, as [`Store::next_number`].
    pub fn next_ticket_number(&self) -> TicketNumber {
        TicketNumber(self.numbers.ticket.fetch_add(1, Ordering::Relaxed))
    }
}
