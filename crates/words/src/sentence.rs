//! Everything that requesters are told, a sentence each, with what is filled in. Which one is said is
//! decided once for all languages (`requester`); a language puts each into words, and one that it
//! lacks does not compile.

use domain::Milestone;

use crate::time::{Length, Moment};

/// What is said of an emergency. Names are short enough to stand in a text message.
#[derive(Clone, Debug)]
pub(crate) enum Sentence<'a> {
    /// What a call says first.
    About(&'a str),
    Received(&'a str),
    ReceivedShort(&'a str),
    HasIt {
        by: &'a str,
    },
    BeingCalled,
    OthersReport,
    YouHear,
    CallUs {
        phone: &'a str,
        number: &'a str,
    },

    /// `again` tells an honest step back.
    Milestone {
        milestone: Milestone,
        again: bool,
        by: Option<&'a str>,
        customer: Option<&'a str>,
    },
    CauseUnknown,
    NoFixYet,
    NotInPlaceYet,
    ToldWhenItWorks,
    PleaseCheck,
    ToldWhenOn,

    HasNews {
        by: Option<&'a str>,
    },
    NobodyYet,
    NobodyToCall,
    KeepCalling {
        called: u32,
        rounds: u32,
    },
    NothingNewSince {
        by: &'a str,
        since: Moment,
    },
    NothingNew {
        by: &'a str,
    },
    NothingNewUnanswered,
    NextWordDue,
    NextWord(Moment),

    Off {
        service: Option<&'a str>,
        until: Moment,
        moved: bool,
    },
    ConsentAsked {
        by: &'a str,
        customer: Option<&'a str>,
    },
    /// While it is off: `services` is a list in words, empty if none is named.
    Stops {
        all: bool,
        services: &'a str,
    },
    EndsByItself(Length),
    OpeningChangesNothing,

    CallOpenOnPage,
    CallOpen,
    StillBroken,
    CallingAgain,
    Closed,
    IfStillBroken,
    GoesOnAs(&'a str),
    SameProblem,
    BecameTicket(&'a str),

    // The headline of the page.
    HeadStillBroken,
    HeadNobodyYet,
    HeadCalling,
    HeadCauseKnown {
        by: &'a str,
    },
    HeadFixWaits {
        by: &'a str,
    },
    HeadFixInPlace {
        by: &'a str,
    },
    HeadRestored,
    HeadMerged,
    HeadTicket,
    HeadConfirmed,
    HeadWasRestored,
}

/// What is said of a ticket.
#[derive(Clone, Debug)]
pub(crate) enum DeskSentence<'a> {
    Received(&'a str),
    IsOpenAndHasIt,
    HasIt,
    HasItAndOpens(Moment),
    OpensShort(Moment),
    HearBy(Moment),
    WayBack,
    /// Before a link.
    WayBackShort,
    Answered {
        by: &'a str,
        ticket: &'a str,
    },
    Solved(&'a str),
    IfNotSolved,
    IfNotSolvedShort,
    BecameEmergency {
        ticket: &'a str,
        number: &'a str,
    },
    BeingCalledShort,

    // Entries of its timeline, as requesters read them.
    EntryOfDesk {
        by: &'a str,
    },
    EntryPickedUp {
        by: &'a str,
    },
    EntrySolved {
        by: &'a str,
    },
    EntryConfirmed {
        by: &'a str,
    },
    EntryReopened {
        by: &'a str,
    },
    EntryBecame {
        number: &'a str,
    },
    EntryWas {
        number: &'a str,
    },
}

/// What has happened, as requesters read it.
#[derive(Clone, Debug)]
pub(crate) enum Happened<'a> {
    Received,
    Joined,
    /// Before what was written.
    Wrote {
        by: Option<&'a str>,
    },
    YouWrote,
    YouAdded,
    MoreCalled {
        by: Option<&'a str>,
    },
    OneMoreCameIn,
    NothingNew,
    NobodyYet,
    HeardNothing,
    CallOpened,
    Confirmed,
    StillBroken,
    WentOnAs(&'a str),
    AnotherJoined,
    BecameTicket(&'a str),
    Closed,
    StayOff(Moment),
    ConsentAsked {
        by: Option<&'a str>,
    },
    Agreed,
    NotAgreed,
    KeptWorking,
}

/// Buttons, what stands before a value, and other short words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    FollowIt,
    OpenPage,
    TellWhetherItWorks,
    SayStillBroken,
    ReadAndAnswer,
    JoinCall,
    AnswerHere,
    TellWhetherSolved,
    HurtingNow,

    Phone,
    Pin,
    Host,

    ThisEmergency,
    YourEmergency,
    YourRequest,
    YouWrote,
    OurDesk,
    Somebody,
}
