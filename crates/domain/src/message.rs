//! What a message is about and what it says, as data. The sentences are made in `words`, when the
//! message is sent: a delivery keeps this form, so it must stay readable for ever.

mod urgency;

pub use self::urgency::Urgency;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    directory::MayDisable,
    duty::DutyNotice,
    emergency::Bridge,
    forward::Forward,
    id::{OrganizationId, ScheduleId},
    milestone::Milestone,
    number::{Number, TicketNumber},
    request::Impact,
};

/// A message, before it is put into words for one reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub about: Brief,
    pub content: Content,
}

/// What every message needs to know of its emergency, as of the moment it was caused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brief {
    /// `None` for a ticket.
    pub number: Option<Number>,
    pub summary: String,
    pub impact: Option<Impact>,
    /// The organization's name, or what the requester wrote.
    pub organization: Option<String>,
    /// Whether requesters of other organizations are told as well.
    pub of_several: bool,
    pub service: Option<String>,
    /// Who reported it first, and how to reach them: only responders are shown this.
    pub reported_by: Option<String>,
    pub call_back: Option<String>,
    /// The name of who has it.
    pub responder: Option<String>,
    pub requesters: u64,
    pub opened_at: Option<Timestamp>,
    pub next_update_by: Option<Timestamp>,
    pub bridge: Option<Bridge>,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// To a responder: please answer.
    Page(PageWhy),
    /// To whoever has come on call: a test page. `keeps`: without an answer the person before stays.
    Drill { id: String, schedule: ScheduleId, answer_by: Timestamp, keeps: bool },
    /// To a responder: something to know, not to answer.
    Notice(Notice),
    /// To requesters.
    News(News),
    /// To the requester of a ticket.
    Ticket(TicketNews),
    /// To a desk outside.
    Forward(Forward),
    /// To the vendor's other software.
    Announcement(Announcement),
    /// A call into the conference, for whoever asked to be called.
    JoinCall,
    /// A text that is already in words: the confirmation of a reply.
    Reply(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageWhy {
    /// A new emergency. `round` counts from 1 and grows each time the person is called again.
    Emergency { round: u32 },
    /// The person before answered, and then nothing was heard.
    Silence { of: String, round: u32 },
    /// A responder asks for help.
    Invitation { by: String, note: Option<String>, round: u32 },
    /// The requester says that it is still broken.
    StillBroken { note: Option<String>, round: u32 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Somebody else answered: you can go back to sleep.
    StandDown { answered_by: String },
    /// It was closed, merged or turned into a ticket before you answered.
    NoLongerNeeded,
    /// You answered: say that you are investigating, or the page goes on.
    Nudge { goes_on_at: Option<Timestamp> },
    /// The page went on to others because nothing was heard of you.
    WentOn,
    /// Requesters are owed a word by then.
    Reminder { due: Timestamp },
    /// No word came; the system told the requesters that there is nothing new.
    SilenceFilled { misses: u32 },
    /// More people report the same.
    MoreReports { count: u64 },
    /// A requester wrote something.
    RequesterSaid { name: Option<String>, text: String },
    /// A requester says that nothing was heard.
    HeardNothing { name: Option<String> },
    /// A requester confirmed that it works again.
    Confirmed { name: Option<String> },
    /// The conference cannot be used: the call is where the brief says now.
    CallMoved,
    /// To the one who has it: somebody who was asked to help came in.
    CameIn { name: String },
    /// To the one who had it: somebody took it over.
    TakenOver { by: String },
    /// To the leads: a step of the escalation found nobody.
    Hole { place: String },
    /// To the leads: nothing can be written down, and calling goes on from memory.
    NothingWritten,
    /// "Reasonable time" has passed and it is not restored.
    NotRestored,
    /// The same, where services could be switched off: what that would do.
    SwitchProposed {
        organization: OrganizationId,
        /// The services by name; empty if the directory names none.
        services: Vec<String>,
        may_disable: MayDisable,
        limit_secs: i64,
        /// Whether the customer has agreed to it.
        agreed: bool,
        /// The customer's software that asked lately and would notice.
        software: Vec<String>,
    },
    /// A requester agreed to it, or did not.
    ConsentAnswered { name: String, granted: bool, service: Option<String> },
    /// Services are to be switched off, and a second person has to confirm.
    SwitchAsked {
        by: String,
        /// A program asked in that name: two people have to confirm.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_program: bool,
        organization: OrganizationId,
        service: Option<String>,
        reason: String,
        until: Timestamp,
        lapses_at: Timestamp,
    },
    /// Nobody confirmed in time.
    SwitchNotConfirmed { service: Option<String> },
    SwitchedOff {
        by: String,
        #[serde(default)]
        organization: Option<OrganizationId>,
        service: Option<String>,
        until: Timestamp,
    },
    /// Services go on again by themselves soon.
    SwitchEnds {
        #[serde(default)]
        organization: Option<OrganizationId>,
        service: Option<String>,
        until: Timestamp,
    },
    /// They did.
    SwitchedOn { service: Option<String> },
    /// About being on call, and about no emergency.
    Duty(DutyNotice),
    /// You have this ticket now.
    TicketAssigned { ticket: TicketNumber, by: String },
    /// To whoever has it: the requester has written, or says that it is not solved.
    TicketWord { ticket: TicketNumber, by: String, text: Option<String> },
    /// To the leads and to whoever has it: the requester was to hear from the desk by then.
    TicketOverdue { ticket: TicketNumber, due: Timestamp },
    /// To the leads: a desk outside does not get what is forwarded to it.
    TicketNotForwarded { ticket: TicketNumber, desk: String, problem: String },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// The automatic confirmation.
    Receipt {
        joined: bool,
    },
    /// `again` tells an honest step back: the cause was another, the fix was taken back.
    Milestone {
        milestone: Milestone,
        by: Option<String>,
        note: Option<String>,
        again: bool,
    },
    Update {
        by: Option<String>,
        text: String,
    },
    /// Nobody has answered yet: `called` people were called in `rounds` rounds.
    StillUnanswered {
        called: u32,
        rounds: u32,
    },
    /// The cadence has run out without a word: who has been on it, and since when.
    NothingNew {
        since: Option<Timestamp>,
    },
    /// A call was opened; its details stand in the brief.
    Bridge,
    /// Services were switched off, or are for longer or shorter than was told.
    ServicesOff {
        by: Option<String>,
        note: Option<String>,
        service: Option<String>,
        until: Timestamp,
        moved: bool,
    },
    /// May services be switched off? What would stop, and for how long at most.
    ConsentAsked {
        by: String,
        all: bool,
        services: Vec<String>,
        limit_secs: i64,
        reason: String,
    },
    /// It was restored, and is not any more.
    Reopened {
        note: Option<String>,
    },
    Closed {
        note: Option<String>,
    },
    Merged {
        into: Number,
    },
    BecameTicket {
        ticket: TicketNumber,
        note: Option<String>,
        /// When the desk's word is due.
        #[serde(default)]
        respond_by: Option<Timestamp>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketNews {
    /// The confirmation, with the reason why it is not an emergency.
    Receipt {
        ticket: TicketNumber,
        reason: TicketReason,
    },
    Reply {
        ticket: TicketNumber,
        by: String,
        text: String,
    },
    Solved {
        ticket: TicketNumber,
    },
    BecameEmergency {
        ticket: TicketNumber,
        number: Number,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketReason {
    /// The regular desk is open.
    RegularHours,
    /// A deadline, a priority, a question, a wish.
    NotAnEmergency,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Announcement {
    EmergencyReceived,
    EmergencyAnswered,
    EmergencyMilestone {
        milestone: Milestone,
        note: Option<String>,
    },
    EmergencyClosed {
        resolution: String,
    },
    PageDelivered {
        responder: String,
        contact: String,
    },
    PageUnanswered {
        step: u32,
        round: u32,
    },
    SwitchChanged {
        organization: OrganizationId,
        service: Option<String>,
        disabled: bool,
        reason: Option<String>,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    },
}

impl Announcement {
    /// The `type` of the webhook.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::EmergencyReceived => "emergency.received",
            Self::EmergencyAnswered => "emergency.answered",
            Self::EmergencyMilestone { .. } => "emergency.milestone",
            Self::EmergencyClosed { .. } => "emergency.closed",
            Self::PageDelivered { .. } => "page.delivered",
            Self::PageUnanswered { .. } => "page.unanswered",
            Self::SwitchChanged { .. } => "switch.changed",
        }
    }
}

impl Notice {
    /// The ticket that it is about, if it is about one.
    pub fn ticket(&self) -> Option<TicketNumber> {
        match self {
            Self::TicketAssigned { ticket, .. }
            | Self::TicketWord { ticket, .. }
            | Self::TicketOverdue { ticket, .. }
            | Self::TicketNotForwarded { ticket, .. } => Some(*ticket),
            Self::StandDown { .. }
            | Self::NoLongerNeeded
            | Self::Nudge { .. }
            | Self::WentOn
            | Self::Reminder { .. }
            | Self::SilenceFilled { .. }
            | Self::MoreReports { .. }
            | Self::RequesterSaid { .. }
            | Self::HeardNothing { .. }
            | Self::Confirmed { .. }
            | Self::CallMoved
            | Self::CameIn { .. }
            | Self::TakenOver { .. }
            | Self::Hole { .. }
            | Self::NotRestored
            | Self::SwitchAsked { .. }
            | Self::SwitchProposed { .. }
            | Self::ConsentAnswered { .. }
            | Self::SwitchNotConfirmed { .. }
            | Self::SwitchedOff { .. }
            | Self::SwitchEnds { .. }
            | Self::SwitchedOn { .. }
            | Self::NothingWritten
            | Self::Duty(_) => None,
        }
    }
}
