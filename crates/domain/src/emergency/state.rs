//! The state of an emergency. It stays small whatever happens: what can be many (requesters,
//! deliveries, facts) is rows beside it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Consent, Handoff};
use crate::{
    id::{ContactId, OrganizationId, PolicyId, ResponderId},
    input::By,
    message::Brief,
    milestone::Milestone,
    number::Number,
    request::Impact,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Emergency {
    pub number: Number,
    pub summary: String,
    pub impact: Option<Impact>,
    /// The organization in the directory, if it was recognised.
    pub organization: Option<OrganizationId>,
    /// Its name, or what the requester wrote.
    pub organization_name: Option<String>,
    /// Whether requesters of several organizations are in it: none must learn of the others.
    #[serde(default)]
    pub of_several: bool,
    pub service: Option<String>,
    pub reported_by: Option<String>,
    pub call_back: Option<String>,
    /// A requester agreed that services may be switched off for a while.
    pub pre_authorized: bool,
    pub policy: Option<PolicyId>,
    pub opened_at: Timestamp,
    pub phase: Phase,
    pub ladder: Ladder,
    /// Whom it called, one entry a person.
    pub pages: Vec<Page>,
    pub promise: Promise,
    /// The furthest milestone that stands; an honest step back lowers it.
    pub reached: Milestone,
    /// The number of requesters that the responder was last told.
    pub requesters_told: u64,
    pub bridge: Option<Bridge>,
    /// Whether the leads were told that "reasonable time" has passed.
    pub switch_proposed: bool,
    /// Whether services of its organization were switched off since it was opened, and still are.
    #[serde(default)]
    pub switch_off: bool,
    /// Whether the customer was asked to agree to that, and what it said.
    #[serde(default)]
    pub consent: Option<Consent>,
    /// Who was asked to take it over at the beginning of a shift.
    #[serde(default)]
    pub handoff: Option<Handoff>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has answered yet.
    Unanswered,
    /// Somebody has it, and has not said more. `nudge_at` is the next nudge, or the moment at
    /// which the page goes on; `None` once a word was heard or it has gone on.
    Answered {
        by: Person,
        since: Timestamp,
        nudges: u32,
        nudge_at: Option<Timestamp>,
    },
    Investigating {
        by: Person,
        since: Timestamp,
    },
    Restored {
        by: Person,
        since: Timestamp,
        closes_at: Timestamp,
    },
    Closed {
        at: Timestamp,
        resolution: String,
    },
}

/// A responder as others are told of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: ResponderId,
    pub name: String,
}

/// Where the escalation stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ladder {
    /// The step that was last called, from 0.
    pub step: u32,
    /// How often the last step was reached; from the second time on everybody is called.
    pub round: u32,
    /// When it goes on; `None` while somebody has it and keeps it.
    pub next_at: Option<Timestamp>,
    /// Whom the last step called.
    pub calling: Vec<ResponderId>,
    pub reason: Reason,
}

/// Why the escalation runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Unanswered,
    /// The responder of this name fell silent.
    Silence {
        of: String,
    },
    StillBroken {
        note: Option<String>,
    },
}

/// One responder's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    pub responder: ResponderId,
    pub name: String,
    pub started_at: Timestamp,
    pub status: PageStatus,
    /// How often the person was called, from 1.
    pub round: u32,
    /// Contact methods still to be used in this round, the earliest first.
    pub pending: Vec<Ring>,
    /// Contact methods that were used so far, in any round.
    pub used: Vec<ContactId>,
    /// Those that failed for good in this round.
    pub failed: Vec<ContactId>,
    /// Who asked for this person, and with which words; `None` if the escalation did.
    pub invited: Option<Invitation>,
    /// When an invited person is called again.
    pub again_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub by: String,
    /// The team, schedule or person that was asked for: one of them is enough.
    pub target: String,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ring {
    pub at: Timestamp,
    pub contact: ContactId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStatus {
    Ringing,
    Answered,
    Declined,
    /// Somebody else answered, or it is over.
    StoodDown,
    /// Every contact method failed in this round.
    Unreachable,
}

/// The promise clock: when requesters hear next, at the latest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// The last word that requesters were told.
    pub last_word_at: Timestamp,
    /// `None` once it is restored or closed.
    pub due: Option<Timestamp>,
    /// Reminders that are still to come before `due`, the earliest first.
    pub remind_at: Vec<Timestamp>,
    /// How often the cadence ran out without a word of a person.
    pub misses: u32,
}

/// How to join the call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bridge {
    /// Empty if one joins by telephone only.
    pub link: String,
    pub phone: Option<String>,
    pub pin: Option<String>,
    /// Who was asked to host it.
    pub host: Option<String>,
    /// What the provider of calls knows it by, if it is a conference that we dial people into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference: Option<String>,
}

impl Bridge {
    pub fn is_conference(&self) -> bool {
        self.conference.is_some()
    }

    /// How to get in, in a few words.
    pub fn way_in(&self) -> String {
        let pin = self.pin.iter().map(|pin| format!(" (PIN {pin})"));
        let phone = self.phone.iter().map(|phone| format!("phone {phone}"));
        if self.link.is_empty() { phone.chain(pin).collect() } else { self.link.clone() }
    }
}

impl Emergency {
    /// What messages need to know of it. `requesters` is the number of rows beside the state.
    pub fn brief(&self, requesters: u64) -> Brief {
        Brief {
            number: Some(self.number),
            summary: self.summary.clone(),
            impact: self.impact,
            organization: self.organization_name.clone(),
            of_several: self.of_several,
            service: self.service.clone(),
            reported_by: self.reported_by.clone(),
            call_back: self.call_back.clone(),
            responder: self.responder().map(|person| person.name.clone()),
            requesters,
            opened_at: Some(self.opened_at),
            next_update_by: self.promise.due,
            bridge: self.bridge.clone(),
        }
    }

    /// Who has it.
    pub fn responder(&self) -> Option<&Person> {
        match &self.phase {
            Phase::Answered { by, .. }
            | Phase::Investigating { by, .. }
            | Phase::Restored { by, .. } => Some(by),
            Phase::Unanswered | Phase::Closed { .. } => None,
        }
    }

    pub fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed { .. })
    }

    /// The state's name in the API.
    pub fn state_name(&self) -> &'static str {
        match self.phase {
            Phase::Unanswered => "unanswered",
            Phase::Answered { .. } => "answered",
            Phase::Investigating { .. } => "investigating",
            Phase::Restored { .. } => "restored",
            Phase::Closed { .. } => "closed",
        }
    }

    /// Whether this person is being called now.
    pub fn is_calling(&self, responder: &ResponderId) -> bool {
        self.page(responder).is_some_and(|page| page.status == PageStatus::Ringing)
    }

    pub fn page(&self, responder: &ResponderId) -> Option<&Page> {
        self.pages.iter().find(|page| page.responder == *responder)
    }
}

impl Phase {
    /// When the responder is nudged next, or the page goes on.
    pub(super) fn nudge_at(&self) -> Option<Timestamp> {
        match self {
            Self::Answered { nudge_at, .. } => *nudge_at,
            Self::Unanswered
            | Self::Investigating { .. }
            | Self::Restored { .. }
            | Self::Closed { .. } => None,
        }
    }

    /// When it closes by itself.
    pub(super) fn closes_at(&self) -> Option<Timestamp> {
        match self {
            Self::Restored { closes_at, .. } => Some(*closes_at),
            Self::Unanswered
            | Self::Answered { .. }
            | Self::Investigating { .. }
            | Self::Closed { .. } => None,
        }
    }
}

impl From<By> for Person {
    fn from(by: By) -> Self {
        Self { id: by.id, name: by.name }
    }
}
