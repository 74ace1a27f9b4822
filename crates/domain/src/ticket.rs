//! A regular support request: not an emergency, or sent in regular hours.

mod turn;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::turn::{TicketInput, TicketTurn};
use crate::{
    Directory, Settings,
    forward::{Forwarded, Forwarding, OutsideDesk},
    id::{RequesterId, ResponderId},
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
    /// Who at the desk has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<ResponderId>,
    /// When the requester is owed the desk's next word; `None` while it is not the desk's turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respond_by: Option<Timestamp>,
    /// Whether the leads were told that this word is overdue.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue_told: bool,
    /// Whether the requester said that it is solved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
    /// The desk outside that got it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarded>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    New,
    /// The desk has picked it up, and it is the desk's turn.
    Open,
    /// The desk has written, and waits for the requester.
    Waiting,
    Solved,
    /// It goes on as an emergency.
    Escalated,
}

/// One entry of a ticket's timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketReply {
    pub at: Timestamp,
    /// The name of who wrote or did it.
    pub by: String,
    pub from_desk: bool,
    /// What was written; empty for what was done without words.
    pub text: String,
    #[serde(default, skip_serializing_if = "Deed::is_said")]
    pub deed: Deed,
}

/// What an entry of a timeline is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    #[default]
    Said,
    /// Among the people of the desk.
    Noted,
    PickedUp,
    /// To this person, by name; to nobody any more.
    Assigned {
        to: Option<String>,
    },
    Solved,
    /// The requester says that it is solved.
    Confirmed,
    Reopened,
    /// The desk's word was not given in time.
    Overdue {
        due: Timestamp,
    },
    /// A desk outside did not get what was forwarded to it; why stands in the text.
    NotForwarded {
        desk: String,
    },
    /// It gets it again.
    ForwardedAgain {
        desk: String,
    },
    BecameEmergency {
        number: Number,
    },
    /// It was an emergency before.
    WasEmergency {
        number: Number,
    },
}

impl Deed {
    fn is_said(&self) -> bool {
        *self == Self::Said
    }

    /// Whether the requester may read it.
    pub fn visible_to_requester(&self) -> bool {
        match self {
            Self::Said
            | Self::PickedUp
            | Self::Solved
            | Self::Confirmed
            | Self::Reopened
            | Self::BecameEmergency { .. }
            | Self::WasEmergency { .. } => true,
            Self::Noted
            | Self::Assigned { .. }
            | Self::Overdue { .. }
            | Self::NotForwarded { .. }
            | Self::ForwardedAgain { .. } => false,
        }
    }
}

impl TicketStatus {
    pub const ALL: [Self; 5] =
        [Self::New, Self::Open, Self::Waiting, Self::Solved, Self::Escalated];

    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Solved => "solved",
            Self::Escalated => "escalated",
        }
    }

    /// Reads [`TicketStatus::name`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether something is still to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::Waiting)
    }
}

/// A ticket's beginning.
#[derive(Clone, Debug)]
pub struct TicketOpening {
    pub number: TicketNumber,
    pub requester: RequesterId,
    pub request: Request,
    pub reason: TicketReason,
    /// A severity-1 problem, which must be picked up soon.
    pub urgent: bool,
    /// The emergency it came from.
    pub emergency: Option<Number>,
}

impl Ticket {
    pub fn open(
        opening: TicketOpening,
        directory: &Directory,
        settings: &Settings,
        now: Timestamp,
    ) -> Self {
        let coverage = &settings.coverage;
        let request = &opening.request;
        let (typed, email) = (request.organization.as_deref(), request.requester.email.as_deref());
        let customer = directory.organization_of(typed, email).map(|customer| &customer.id);
        let desk = OutsideDesk::of(&settings.outside_desks, customer);
        Self {
            forwarded: desk.map(Forwarded::to),
            number: opening.number,
            requester: opening.requester,
            request: opening.request,
            reason: opening.reason,
            status: TicketStatus::New,
            opened_at: now,
            pick_up_by: opening.urgent.then(|| now + coverage.pickup_within),
            emergency: opening.emergency,
            assignee: None,
            respond_by: Some(directory.respond_by(now, coverage.respond_within)),
            overdue_told: false,
            confirmed: false,
        }
    }

    /// When it becomes an emergency by itself.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.pick_up_by.filter(|_| self.status == TicketStatus::New)
    }

    /// When the leads are told that the desk's word is overdue.
    pub fn overdue_at(&self) -> Option<Timestamp> {
        self.respond_by.filter(|_| self.status.is_open() && !self.overdue_told)
    }

    /// What a desk outside gets of a new one.
    pub fn forwarding(&self) -> Option<Forwarding> {
        let (request, _) = (&self.request, self.forwarded.as_ref()?);
        Some(Forwarding::New {
            details: request.details.clone(),
            workaround: request.workaround.clone(),
            email: request.requester.email.clone(),
            phone: request.requester.phone.clone(),
            pick_up_by: self.wake_at(),
        })
    }

    /// Whether something that was forwarded did not arrive, and it matters still.
    pub fn is_undelivered(&self) -> bool {
        let fails = |forwarded: &Forwarded| !forwarded.undelivered.is_empty();
        self.status.is_open() && self.forwarded.as_ref().is_some_and(fails)
    }

    /// It goes on as an emergency.
    #[must_use]
    pub fn escalated(self, number: Number) -> Self {
        Self { status: TicketStatus::Escalated, emergency: Some(number), respond_by: None, ..self }
    }
}

#[cfg(test)]
mod tests;
