//! A regular support request: not an emergency, or sent in regular hours.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    id::RequesterId,
    message::TicketReason,
    number::{Number, TicketNumber},
    request::Request,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    pub number: TicketNumber,
    pub requester: RequesterId,
    pub request: Request,
    pub reason: TicketReason,
    pub status: TicketStatus,
    pub opened_at: Timestamp,
    /// A severity-1 problem that becomes an emergency then, unless the desk has picked it up.
    pub pick_up_by: Option<Timestamp>,
    /// The emergency it became, or came from.
    pub emergency: Option<Number>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    New,
    /// The desk has picked it up.
    Open,
    Solved,
    /// It goes on as an emergency.
    Escalated,
}

/// One entry of a ticket's conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketReply {
    pub at: Timestamp,
    /// The name of who wrote it.
    pub by: String,
    pub from_desk: bool,
    pub text: String,
}

impl Ticket {
    /// When it must be looked at again.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.pick_up_by.filter(|_| self.status == TicketStatus::New)
    }
}

impl Ticket {
    /// The desk has it: no page follows any more.
    pub fn pick_up(&mut self) {
        if self.status == TicketStatus::New {
            self.status = TicketStatus::Open;
        }
    }

    /// Somebody wrote: the desk's word picks it up, the requester's opens a solved one again.
    pub fn replied(&mut self, from_desk: bool) {
        if from_desk {
            self.pick_up();
        } else if self.status == TicketStatus::Solved {
            self.status = TicketStatus::Open;
        }
    }

    /// It goes on as an emergency.
    #[must_use]
    pub fn escalated(self, number: Number) -> Self {
        Self { status: TicketStatus::Escalated, emergency: Some(number), ..self }
    }

    /// Monitoring says that it is over: what nobody has begun with is solved by that. Whether it
    /// is now.
    pub fn resolved_by_monitoring(&mut self) -> bool {
        self.status == TicketStatus::New && self.solve()
    }

    /// Whether that changed anything.
    pub fn solve(&mut self) -> bool {
        let is_open = matches!(self.status, TicketStatus::New | TicketStatus::Open);
        if is_open {
            self.status = TicketStatus::Solved;
        }
        is_open
    }
}
