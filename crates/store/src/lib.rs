//! Memory: journal, state, outbox, directory, tickets. SQL is only here.
//!
//! A unit of work is data ([`Unit`]): statements with values and the number of rows each must
//! touch. Waiting units share one commit, each inside a savepoint. Deliberately absent: rules.

mod access;
mod attachments;
mod calendars;
mod chain;
mod complaints;
mod conferences;
mod database;
mod deliveries;
mod devices;
mod directory;
mod drills;
mod emergencies;
mod facts;
mod feeds;
mod handover;
mod idempotency;
mod inspection;
mod keep;
mod known;
mod listing;
mod migrations;
mod mishaps;
mod moving;
mod nodes;
mod numbers;
mod outbox;
mod overdue;
mod postgres;
mod proofs;
mod recordings;
pub mod records;
mod requesters;
mod requests;
mod rooms;
mod shifts;
mod spare;
mod sqlite;
mod swaps;
mod switches;
mod table;
mod tickets;
mod time;
mod unit;
mod value;

pub use access::{Account, Session, Token, TokenHash};
pub use attachments::Attachment;
pub use calendars::SavedCalendar;
pub use chain::{Hash, Head};
pub use complaints::Complaints;
pub use conferences::{ConferenceCall, SavedConference};
pub use devices::Device;
pub use directory::DirectoryVersion;
pub use drills::SavedDrill;
pub use feeds::Feed;
pub use handover::{Handed, KeptCase, SaidTwice};
pub use inspection::{Anchors, Finding, Inspected, Inspection, Wrong};
pub use keep::{Counts, Waiting};
pub use listing::{Cursor, ListState, Listed, NotACursor};
pub use mishaps::{Mishap, Mishaps};
pub use moving::{MoveError, Moving, Step};
pub use nodes::{GONE_AFTER, Heartbeat, Lease, Node, NodeId};
pub use outbox::Doubt;
pub use postgres::Heard;
pub use proofs::SavedProof;
pub use recordings::SavedRecording;
pub use records::*;
pub use rooms::Room as ChatRoom;
pub use shifts::SavedShift;
pub use spare::Mirror;
pub use sqlite::{Files, Restoration, Room};
pub use swaps::SavedSwap;
pub use switches::SavedSwitch;
pub use tickets::{SavedTicket, TicketCounts, TicketFilter, TicketView};
pub use unit::{CalledOff, Unit};

use std::sync::Arc;

use domain::{Number, TicketNumber};
use traces::Instrument;

use database::Database;
use numbers::Numbers;

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
    node: NodeId,
    /// Of tests only.
    mishaps: Option<Mishaps>,
}

impl Store {
    /// Opens `sqlite:PATH`, made if it is not there, or `postgres://...`, and brings the tables up
    /// to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let node = NodeId::new()?;
        let database = Arc::new(Database::open(url, &node).await?);
        let numbers = Arc::new(Numbers::of(&database).await?);
        Ok(Self { database, numbers, node, mishaps: None })
    }

    /// The same, with commits that go wrong when they are told to: for tests.
    pub fn with_mishaps(self, mishaps: Mishaps) -> Self {
        Self { mishaps: Some(mishaps), ..self }
    }

    /// The same of a shared database that cannot be reached now: nothing is asked of it, and it is not
    /// brought up to date before [`Store::catch_up`].
    pub fn open_later(url: &str) -> Result<Self, StoreError> {
        let node = NodeId::new()?;
        let database = Arc::new(Database::open_later(url, &node)?);
        let numbers = Arc::new(Numbers::in_database(&database));
        Ok(Self { database, numbers, node, mishaps: None })
    }

    /// Brings the tables of a database up to date that could not be reached before.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        self.database.catch_up().await
    }

    /// Commits a unit of work: all of it, on disk, or nothing.
    pub async fn commit(&self, unit: Unit) -> Result<(), StoreError> {
        let span = traces::span!("commit", statements = unit.statements.len());
        self.write(unit).instrument(span).await.map(drop)
    }

    pub(crate) async fn write(&self, unit: Unit) -> Result<Vec<value::Row>, StoreError> {
        match self.mishaps.as_ref().and_then(|mishaps| mishaps.next(&unit)) {
            None => self.database.write(unit).await,
            Some(Mishap::Refused) => mishaps::away(),
            Some(Mishap::Unheard) => {
                self.database.write(unit).await?;
                mishaps::away()
            }
        }
    }

    /// Whether other nodes may be at work on the same database.
    pub fn is_shared(&self) -> bool {
        self.database.is_shared()
    }

    /// Under which name this process holds leases.
    pub fn node(&self) -> &NodeId {
        &self.node
    }

    /// The next free number; gaps are allowed. Should another process have taken it meanwhile,
    /// opening it gives [`StoreError::Taken`]: take the next.
    pub async fn next_number(&self) -> Result<Number, StoreError> {
        self.numbers.emergency(&self.database).await
    }

    /// The next free number of a ticket, as [`Store::next_number`].
    pub async fn next_ticket_number(&self) -> Result<TicketNumber, StoreError> {
        self.numbers.ticket(&self.database).await
    }
}
