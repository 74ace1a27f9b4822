//! The clock and the hands: applies inputs, wakes what is due, empties the outbox. Only the engine
//! changes an emergency; doors hand it inputs and read views. Deliberately absent: rules.
//!
//! (The signatures below are the plan that the doors can be built against.)

use std::sync::Arc;

use domain::{
    Directory, Emergency, Input, Number, Refused, Request, TicketNumber, id::RequesterId,
    message::TicketReason,
};
use jiff::Timestamp;
use store::{Store, StoreError};
use tokio::sync::broadcast;

/// The running engine; cheap to clone.
#[derive(Clone, Debug)]
pub struct Engine {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {}

/// A request as a door hands it over.
#[derive(Clone, Debug)]
pub struct Submission {
    pub request: Request,
    /// Exactly what was sent.
    pub raw: Vec<u8>,
    /// The address of the network or the number that it came from.
    pub source: String,
    /// The same key gives the same answer, once.
    pub idempotency_key: Option<String>,
}

/// What became of a request; it is on disk.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Accepted {
    pub opened: Opened,
    pub requester: RequesterId,
    pub received_at: Timestamp,
    pub next_update_by: Option<Timestamp>,
    /// The requester's private page.
    pub status_url: String,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Opened {
    Emergency { number: Number, joined: bool },
    Ticket { number: TicketNumber, reason: TicketReason },
}

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("there is no such emergency")]
    NotFound,
    /// The rules say no; the text says why.
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The directory was changed by somebody else since it was read.
    #[error("the directory has changed since you read it: read it again")]
    DirectoryChanged,
    #[error("the directory contradicts itself")]
    DirectoryInvalid(Vec<domain::directory::Invalid>),
    #[error("the directory has holes")]
    DirectoryHoles(Vec<domain::directory::Hole>),
}

/// Something that somebody may be looking at has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Emergency(Number),
    Ticket(TicketNumber),
    Directory,
}

/// Whom a private link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// `/r/{token}`: a requester's page.
    Requester(RequesterId),
    /// `/a/{token}`: where a responder answers a page with one tap, without signing in.
    Page { number: Number, responder: domain::ResponderId },
}

impl Engine {
    /// Takes a request: gate, join or open, all on disk before it returns.
    pub async fn submit(&self, _submission: Submission) -> Result<Accepted, EngineError> {
        todo!()
    }

    /// Applies an input to an emergency.
    pub async fn apply(&self, _number: Number, _input: Input) -> Result<Emergency, EngineError> {
        todo!()
    }

    /// A text message from a phone; the answer goes out as a delivery. From a number that belongs
    /// to no responder it changes no emergency.
    pub async fn text_received(&self, _from: &str, _body: &str) -> Result<(), EngineError> {
        todo!()
    }

    /// A provider's report of a delivery.
    pub async fn delivery_reported(
        &self,
        _delivery: &str,
        _arrived: Result<(), String>,
    ) -> Result<(), EngineError> {
        todo!()
    }

    /// More people into the emergency: opens the call and tells everybody.
    pub async fn open_bridge(
        &self,
        _number: Number,
        _by: domain::input::By,
        _host: Option<domain::directory::Target>,
    ) -> Result<Emergency, EngineError> {
        todo!()
    }

    /// Moves one emergency into another, with its requesters.
    pub async fn merge(
        &self,
        _number: Number,
        _into: Number,
        _by: domain::input::By,
    ) -> Result<Emergency, EngineError> {
        todo!()
    }

    /// Turns an emergency into a ticket.
    pub async fn make_ticket(
        &self,
        _number: Number,
        _by: domain::input::By,
        _note: Option<String>,
    ) -> Result<TicketNumber, EngineError> {
        todo!()
    }

    // Tickets: the portal of requester and desk.
    pub async fn ticket_reply(
        &self,
        _ticket: TicketNumber,
        _by: String,
        _from_desk: bool,
        _text: String,
    ) -> Result<(), EngineError> {
        todo!()
    }

    pub async fn ticket_pick_up(&self, _t: TicketNumber) -> Result<(), EngineError> {
        todo!()
    }

    pub async fn ticket_solve(&self, _t: TicketNumber) -> Result<(), EngineError> {
        todo!()
    }

    /// "This has become an emergency."
    pub async fn ticket_escalate(&self, _t: TicketNumber) -> Result<Number, EngineError> {
        todo!()
    }

    /// Exchanges the directory if `version` is still the current one (`None`: whatever it is).
    pub async fn replace_directory(
        &self,
        _directory: Directory,
        _version: Option<i64>,
        _accept_holes: bool,
    ) -> Result<i64, EngineError> {
        todo!()
    }

    /// The directory as it is now, with its version.
    pub fn directory(&self) -> Arc<(i64, Directory)> {
        todo!()
    }

    pub fn settings(&self) -> &domain::Settings {
        todo!()
    }

    /// Reads only: what is written goes through the engine.
    pub fn store(&self) -> &Store {
        todo!()
    }

    pub fn now(&self) -> Timestamp {
        todo!()
    }

    /// What changes from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        todo!()
    }

    /// The token of a private link; `read_link` reads it back, `None` if it is not one of ours.
    pub fn link_token(&self, _link: &Link) -> String {
        todo!()
    }

    pub fn read_link(&self, _token: &str) -> Option<Link> {
        todo!()
    }
}
