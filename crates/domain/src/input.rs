//! Everything that can happen to an open emergency.

use jiff::Timestamp;

use crate::{
    directory::Target,
    emergency::{Bridge, ConsentWord},
    fact::Actor,
    id::{ContactId, RequesterId, ResponderId},
    milestone::Milestone,
    number::{Number, TicketNumber},
    switch::{Scope, SwitchChange},
};

/// A person of the team, or a token that acts as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub id: ResponderId,
    pub name: String,
}

/// A requester of this emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct From {
    pub id: RequesterId,
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The clock has reached [`crate::Emergency::wake_at`].
    Woken,
    /// One more request for it; `requesters` counts all, this one included.
    Joined {
        from: From,
        requesters: u64,
    },
    Answer {
        by: By,
        take_over: bool,
    },
    /// A key, while a requester waits on the telephone: answers, and brings the two together.
    TakeCall {
        by: By,
    },
    /// "I cannot take it": goes on at once.
    Decline {
        by: By,
    },
    /// "Call the next person now."
    CallNext {
        by: By,
    },
    Milestone {
        by: By,
        milestone: Milestone,
        note: Option<String>,
    },
    Update {
        by: By,
        text: String,
        visible: bool,
    },
    /// Page more people in.
    Escalate {
        by: By,
        targets: Vec<Target>,
        note: Option<String>,
    },
    OpenBridge {
        by: By,
        bridge: Bridge,
        host: Option<Target>,
    },
    /// Somebody is in the conference; [`Actor::System`] stands for whom we do not know.
    CameToCall {
        who: Actor,
    },
    LeftCall {
        who: Actor,
    },
    CallEnded,
    /// Somebody who wanted to be called into the conference was not reached.
    NotDialled {
        who: Actor,
        problem: String,
    },
    /// The provider cannot bring anybody together: another call takes its place.
    BridgeFailed {
        problem: String,
        instead: Bridge,
    },
    /// This one goes on in another.
    Merge {
        by: By,
        into: Number,
    },
    /// Another one goes on in this; `requesters` counts all after it.
    Absorb {
        /// The name of its organization: news must not carry one customer's to another.
        organization: Option<String>,
        by: By,
        from: Number,
        requesters: u64,
    },
    /// Not an emergency after all.
    BecomeTicket {
        by: By,
        ticket: TicketNumber,
        note: Option<String>,
    },
    Close {
        by: By,
        resolution: String,
        note: Option<String>,
    },
    /// A requester added something.
    Said {
        from: From,
        text: String,
    },
    Attached {
        from: From,
        name: String,
        file: String,
    },
    /// "I have heard nothing."
    HeardNothing {
        from: From,
    },
    Confirm {
        from: From,
    },
    StillBroken {
        from: From,
        note: Option<String>,
    },
    /// A monitoring system reports it once more.
    FiresAgain {
        from: From,
    },
    /// A monitoring system says that it is over.
    Resolved {
        from: From,
    },
    /// A page could not be delivered over this contact method, for good.
    PageFailed {
        responder: ResponderId,
        contact: ContactId,
        problem: String,
    },
    /// A provider took a page over this contact method, and never said that it arrived.
    PageUnconfirmed {
        responder: ResponderId,
        contact: ContactId,
    },
    /// May services be switched off? Asked of the requesters.
    AskConsent {
        by: By,
        scope: Scope,
        reason: String,
    },
    AnswerConsent {
        from: From,
        word: ConsentWord,
    },
    /// A shift has begun: whoever is on call now may take over what `from` has.
    Offer {
        from: ResponderId,
        to: ResponderId,
        shift_at: Timestamp,
    },
    /// Services of its organization went off or on.
    Switched(SwitchChange),
}
