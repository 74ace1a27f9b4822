//! What a reply led to.

use domain::{
    Milestone, Number, Refused, access::Denied, emergency::Bridge, message::Brief, switch,
};
use jiff::Timestamp;

use super::DutyDone;

/// What a responder is told after a reply: one variant an outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Confirmation {
    /// The page is theirs.
    Answered {
        brief: Brief,
    },
    /// It was theirs already.
    AlreadyYours {
        number: Number,
    },
    /// They were asked to help and came in; the responder stays the same.
    CameIn {
        number: Number,
        responder: Option<String>,
    },
    /// Somebody else has it.
    TakenBy {
        number: Number,
        by: String,
        since: Option<Timestamp>,
    },
    /// A milestone went out to that many requesters.
    Told {
        number: Number,
        milestone: Milestone,
        requesters: u64,
        next_update_by: Option<Timestamp>,
    },
    /// An update went out to that many requesters.
    Updated {
        number: Number,
        requesters: u64,
        next_update_by: Option<Timestamp>,
    },
    /// More people are being called, by these names.
    Escalated {
        number: Number,
        called: Vec<String>,
    },
    /// The words name nobody; `known` are some that would.
    NobodyOfThatName {
        number: Number,
        words: String,
        known: Vec<String>,
    },
    BridgeOpened {
        number: Number,
        bridge: Bridge,
    },
    /// The sender is dialled into the conference.
    CallingIn {
        number: Number,
        bridge: Bridge,
    },
    /// No bridge is set up.
    NoBridge {
        number: Number,
    },
    /// "No" was understood; the next person is being called.
    Declined {
        number: Number,
    },
    State {
        brief: Brief,
        milestone: Milestone,
    },
    /// Several are open: which one?
    Which {
        open: Vec<OpenPage>,
    },
    /// The code belongs to none that is open for this person.
    NotOpen {
        code: u32,
        open: Vec<OpenPage>,
    },
    NothingOpen,
    /// The number that wrote belongs to no responder.
    UnknownSender,
    /// Somebody in a chat reported a problem: an emergency, or a ticket for the desk. Where its
    /// news stand is the reader's link.
    Reported {
        number: String,
        is_emergency: bool,
    },
    /// To a requester, who added something to their case.
    Heard,
    Help {
        open: Vec<OpenPage>,
    },
    /// An update or an escalation without words.
    NothingSaid {
        number: Number,
        wanted: Wanted,
    },
    /// Not understood; nothing has changed.
    Unclear {
        open: Vec<OpenPage>,
    },
    /// The rules say no.
    Refused {
        number: Number,
        refused: Refused,
    },
    /// About being on call.
    Duty(DutyDone),
    /// About the switch.
    Switch(SwitchDone),
    /// It could not be stored; nothing has changed.
    Failed,
}

/// Which words are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    News,
    People,
}

/// What became of words about the switch.
#[derive(Clone, Debug, PartialEq)]
pub enum SwitchDone {
    /// Two people have said so.
    Off {
        customer: String,
        service: Option<String>,
        until: Timestamp,
        asked_by: String,
        on: String,
    },
    /// A program had asked, and this person stands for it now: one more is needed.
    StillAsked {
        customer: String,
        service: Option<String>,
        lapses_at: Timestamp,
    },
    /// On again; `withdrawn` if it was only asked for.
    On {
        customer: String,
        service: Option<String>,
        withdrawn: bool,
    },
    /// Nothing was off, and nobody asked for it.
    WasOn {
        customer: String,
    },
    /// No question waits under these figures.
    NothingAsked,
    /// It was not quite a confirmation.
    NotQuite,
    /// It says "switch on", and not whose; these are off.
    Whose {
        off: Vec<String>,
    },
    NobodyOfThatName {
        words: String,
        off: Vec<String>,
    },
    /// Services are never switched off by text message alone.
    OnlyInConsole,
    /// The rules say no, and who could.
    Refused {
        refused: switch::Refused,
    },
    /// This person may not.
    Denied {
        denied: Denied,
    },
}

/// An emergency that is open for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPage {
    pub number: Number,
    pub organization: Option<String>,
    pub summary: String,
}
