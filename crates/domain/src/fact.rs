//! What did happen: the journal of an emergency. Stored for ever, never edited; the timeline, the
//! review and the figures are read from it.

mod again;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ContactId, RequesterId, ResponderId},
    message::PageWhy,
    milestone::Milestone,
    number::{Number, TicketNumber},
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(flatten)]
    pub happening: Happening,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The rules, at a deadline.
    System,
    Requester {
        id: RequesterId,
        name: Option<String>,
    },
    /// A responder, or a token that acts as one.
    Responder {
        id: ResponderId,
        name: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    Received {
        rule: String,
        pre_authorized: bool,
    },
    Joined {
        requesters: u64,
    },
    /// A step of the escalation began; `step` counts from 1.
    Escalation {
        step: u32,
        round: u32,
    },
    Paged {
        responder: ResponderId,
        contact: ContactId,
        why: PageWhy,
    },
    PageDelivered {
        responder: ResponderId,
        contact: ContactId,
    },
    PageFailed {
        responder: ResponderId,
        contact: ContactId,
        problem: String,
    },
    /// A requester's news did not arrive, or not in time.
    NewsMissed {
        requester: RequesterId,
        name: Option<String>,
        over: NewsWay,
        problem: String,
        /// The way that the same words take now; `None` if no other is known.
        instead: Option<NewsWay>,
    },
    /// A step found nobody to call.
    Hole {
        place: String,
    },
    Answered {
        took_over_from: Option<ResponderId>,
    },
    /// Somebody who was asked to help came in; the responder stays the same.
    CameIn,
    Declined,
    CalledNext,
    Nudged {
        count: u32,
    },
    WentOn,
    StoodDown {
        responder: ResponderId,
    },
    Milestone {
        milestone: Milestone,
        note: Option<String>,
        again: bool,
    },
    Update {
        text: String,
        visible: bool,
    },
    MoreCalled {
        targets: Vec<String>,
        note: Option<String>,
    },
    Reminded {
        due: Timestamp,
    },
    /// The cadence ran out: the system told the truth, and the miss is counted.
    SilenceFilled {
        misses: u32,
    },
    /// Requesters were told that nobody has answered yet.
    ToldUnanswered {
        rounds: u32,
    },
    RequesterSaid {
        text: String,
    },
    HeardNothing,
    Attached {
        name: String,
        file: String,
    },
    BridgeOpened {
        link: String,
    },
    /// A responder took the requester's own call, by a key.
    TookCall,
    CameToCall,
    LeftCall,
    CallEnded,
    /// Somebody who wanted to be in the call was not reached by telephone.
    NotDialled {
        problem: String,
    },
    /// The conference could not be used; what requesters were told instead.
    BridgeFailed {
        problem: String,
        instead: String,
    },
    Confirmed,
    StillBroken {
        note: Option<String>,
    },
    MergedInto {
        number: Number,
    },
    MergedFrom {
        number: Number,
    },
    BecameTicket {
        ticket: TicketNumber,
        note: Option<String>,
    },
    Closed {
        resolution: String,
        note: Option<String>,
    },
    SwitchProposed,
    /// Services stay off until another moment than was told.
    SwitchMoved {
        until: Timestamp,
    },
    /// Requesters were asked whether services may be switched off.
    ConsentAsked {
        service: Option<String>,
        reason: String,
    },
    ConsentAnswered {
        granted: bool,
        name: String,
        service: Option<String>,
    },
    /// A shift has begun, and whoever came on call was asked to take it over.
    HandoffOffered {
        to: ResponderId,
        until: Timestamp,
    },
    /// "No": it stays with whoever has it.
    HandoffDeclined,
    /// Nobody said anything in time: it stays.
    HandoffLapsed {
        to: ResponderId,
    },
}

/// How a requester hears news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsWay {
    Email,
    Sms,
}

impl Happening {
    /// The name in the API and in stored facts.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Joined { .. } => "joined",
            Self::Escalation { .. } => "escalation",
            Self::Paged { .. } => "paged",
            Self::PageDelivered { .. } => "page_delivered",
            Self::PageFailed { .. } => "page_failed",
            Self::NewsMissed { .. } => "news_missed",
            Self::Hole { .. } => "hole",
            Self::Answered { .. } => "answered",
            Self::CameIn => "came_in",
            Self::Declined => "declined",
            Self::CalledNext => "called_next",
            Self::Nudged { .. } => "nudged",
            Self::WentOn => "went_on",
            Self::StoodDown { .. } => "stood_down",
            Self::Milestone { .. } => "milestone",
            Self::Update { .. } => "update",
            Self::MoreCalled { .. } => "more_called",
            Self::Reminded { .. } => "reminded",
            Self::SilenceFilled { .. } => "silence_filled",
            Self::ToldUnanswered { .. } => "told_unanswered",
            Self::RequesterSaid { .. } => "requester_said",
            Self::HeardNothing => "heard_nothing",
            Self::Attached { .. } => "attached",
            Self::BridgeOpened { .. } => "bridge_opened",
            Self::TookCall => "took_call",
            Self::CameToCall => "came_to_call",
            Self::LeftCall => "left_call",
            Self::CallEnded => "call_ended",
            Self::NotDialled { .. } => "not_dialled",
            Self::BridgeFailed { .. } => "bridge_failed",
            Self::Confirmed => "confirmed",
            Self::StillBroken { .. } => "still_broken",
            Self::MergedInto { .. } => "merged_into",
            Self::MergedFrom { .. } => "merged_from",
            Self::BecameTicket { .. } => "became_ticket",
            Self::Closed { .. } => "closed",
            Self::SwitchProposed => "switch_proposed",
            Self::SwitchMoved { .. } => "switch_moved",
            Self::ConsentAsked { .. } => "consent_asked",
            Self::ConsentAnswered { .. } => "consent_answered",
            Self::HandoffOffered { .. } => "handoff_offered",
            Self::HandoffDeclined => "handoff_declined",
            Self::HandoffLapsed { .. } => "handoff_lapsed",
        }
    }

    /// Whether requesters see it on their page.
    pub fn visible_to_requester(&self) -> bool {
        match self {
            Self::Received { .. }
            | Self::Answered { .. }
            | Self::Milestone { .. }
            | Self::MoreCalled { .. }
            | Self::SilenceFilled { .. }
            | Self::ToldUnanswered { .. }
            | Self::BridgeOpened { .. }
            | Self::StillBroken { .. }
            | Self::MergedInto { .. }
            | Self::BecameTicket { .. }
            | Self::SwitchMoved { .. }
            | Self::ConsentAsked { .. }
            | Self::Closed { .. } => true,
            Self::Update { visible, .. } => *visible,
            // Another requester's words and name may be another company's: only responders and
            // the one who wrote them see them.
            Self::RequesterSaid { .. }
            | Self::ConsentAnswered { .. }
            | Self::Attached { .. }
            | Self::Confirmed
            // Who is in a call may be another company's.
            | Self::TookCall
            | Self::CameToCall
            | Self::LeftCall
            | Self::CallEnded
            | Self::NotDialled { .. }
            | Self::BridgeFailed { .. }
            | Self::HeardNothing
            | Self::Joined { .. }
            | Self::Escalation { .. }
            | Self::Paged { .. }
            | Self::PageDelivered { .. }
            | Self::PageFailed { .. }
            | Self::NewsMissed { .. }
            | Self::Hole { .. }
            | Self::CameIn
            | Self::Declined
            | Self::CalledNext
            | Self::Nudged { .. }
            | Self::WentOn
            | Self::StoodDown { .. }
            | Self::Reminded { .. }
            | Self::MergedFrom { .. }
            | Self::HandoffOffered { .. }
            | Self::HandoffDeclined
            | Self::HandoffLapsed { .. }
            | Self::SwitchProposed => false,
        }
    }
}
